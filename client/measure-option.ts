import { Option } from 'commander';
import { isAddress } from '../domain/address';
import { OffloadError } from '../domain/errors';
import { limits } from '../domain/limits';
import type { MeasureWish } from '../domain/throughput';

export interface MeasureOptions {
  readonly measure?: MeasureWish;
}

export const measureOption = (): Option =>
  new Option(
    '--measure <from,to[@address]>',
    'TCP throughput between two hosts before and after the change, by the iperf3 they have: sends as much as it can ' +
      `for ${String(limits.throughputSeconds)} s each time, through NICs in use (address: of a data network)`,
  )
    .argParser(measureWish)
    .conflicts('dryRun');

/** Reads `FROM,TO` or `FROM,TO@ADDRESS`. A host whose name has a comma or an at sign goes by its uuid. */
function measureWish(text: string): MeasureWish {
  const [, from, to, address] = /^([^,@]+),([^,@]+)(?:@(.+))?$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined && (address === undefined || isAddress(address))) {
    return { from, to, address: address ?? null };
  }
  throw new OffloadError({
    type: 'WrongUsage',
    message: `${text}: expected FROM,TO or FROM,TO@ADDRESS, hosts by name or uuid`,
  });
}
