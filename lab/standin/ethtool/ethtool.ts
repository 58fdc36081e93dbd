import { fail, succeed, type Answer } from '../answer';
import type { ArmedFaults } from '../faults/armed-faults';
import type { Device } from '../pool/standin-pool';
import { changeFeatures, parseRequests } from './change-features';
import { driverFacts, driverStatistics } from './driver-facts';
import { featureLines } from './print-features';
import { struckChange } from './struck-change';

export interface EthtoolContext {
  /** The host's name. */
  readonly host: string;
  /** The devices of its dom0; changed in place. */
  readonly devices: Readonly<Record<string, Device>>;
  readonly faults: ArmedFaults;
  readonly onChange: () => void;
}

type Operation = 'features' | 'change' | 'driver' | 'statistics';

const operations: ReadonlyMap<string, Operation> = new Map([
  ['-k', 'features'],
  ['--show-features', 'features'],
  ['--show-offload', 'features'],
  ['-K', 'change'],
  ['--features', 'change'],
  ['--offload', 'change'],
  ['-i', 'driver'],
  ['--driver', 'driver'],
  ['-S', 'statistics'],
  ['--statistics', 'statistics'],
]);

const badArguments = fail(1, 'ethtool: bad command line argument(s)\nFor more information run ethtool -h\n');

/** What ethtool 4.19 says of a device that does not exist. */
const noDevice: Readonly<Record<Operation, Answer>> = {
  features: fail(1, 'Cannot get device feature names: No such device\n'),
  change: fail(1, 'Cannot get device feature names: No such device\n'),
  driver: fail(71, 'Cannot get driver information: No such device\n'),
  statistics: fail(96, 'Cannot get stats strings information: No such device\n'),
};

/** `ethtool` 4.19, as far as offloads are concerned. */
export function ethtool(words: readonly string[], context: EthtoolContext): Answer {
  const [option = '', name, ...rest] = words;
  if (option === '--version') return succeed('ethtool version 4.19\n');
  const operation = operations.get(option);
  if (operation === undefined || name === undefined) return badArguments;
  const device = context.devices[name];
  if (device === undefined) return noDevice[operation];
  if (operation === 'change') return change(name, device, rest, context);
  if (rest.length > 0) return badArguments;
  if (operation === 'features') return succeed(`Features for ${name}:\n${featureLines(device).join('\n')}\n`);
  return succeed(operation === 'driver' ? driverFacts(name, device) : driverStatistics(device));
}

function change(name: string, device: Device, words: readonly string[], context: EthtoolContext): Answer {
  const requests = parseRequests(words);
  if (requests === null) return badArguments;
  const struck = struckChange(context.host, name, requests, context.faults);
  if (struck !== null) return struck;
  const answer = changeFeatures(device, requests);
  context.onChange();
  return answer;
}
