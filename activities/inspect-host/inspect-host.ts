import path from 'node:path';
import { OffloadError } from '../../domain/errors';
import type { DeviceName } from '../../domain/ids';
import type { HostInspection, NicFacts } from '../../domain/inspection';
import { limits } from '../../domain/limits';
import { oneExecution, type HostRef } from '../../domain/run';
import { parseEthtoolDriver } from '../../parse/ethtool-driver';
import { parseNetworkBackend } from '../../parse/network-backend';
import { onlySection, parseSections, type Section } from '../../parse/sections';
import type { ActivityDependencies } from '../shared/dependencies';
import { featuresIn } from '../shared/feature-script';
import { hostScript } from '../shared/host-script';
import { runOnHost } from '../shared/run-on-host';

const script = hostScript(path.join(__dirname, 'inspect-host.sh'), 'features');

export interface InspectHostInput {
  readonly pool: string;
  readonly host: HostRef;
  readonly devices: readonly DeviceName[];
  /** Devices of bond and VLAN PIFs: there, and read, on a Linux bridge only. */
  readonly bridgeDevices: readonly DeviceName[];
}

/** Reads every feature of the named devices, driver and MTU of the NICs among them, and the backend, in one SSH execution. */
export async function inspectHost(
  dependencies: ActivityDependencies,
  { pool, host, devices, bridgeDevices }: InspectHostInput,
  signal: AbortSignal,
): Promise<HostInspection> {
  if (devices.length > limits.hostDevices) {
    throw new OffloadError({
      type: 'PoolTooLarge',
      message: `${String(devices.length)} devices on one host; at most ${String(limits.hostDevices)} are supported`,
      host: host.name,
    });
  }
  const args = [host.uuid, ...bridgeDevices];
  const run = { script, args, input: devices.join('\n'), timeoutSeconds: limits.readScriptSeconds };
  const sections = parseSections(await runOnHost(dependencies, pool, host, run, signal));
  return {
    features: featuresIn(sections),
    nics: Object.fromEntries(
      sections.flatMap((section) =>
        section.name === 'driver' && section.argument !== null ? [[section.argument, nicFacts(section, sections)]] : [],
      ),
    ),
    backend: parseNetworkBackend(onlySection(sections, 'network-backend').text),
    cost: oneExecution,
  };
}

function nicFacts(driver: Section, sections: readonly Section[]): NicFacts {
  const mtu = sections.find((section) => section.name === 'mtu' && section.argument === driver.argument);
  return { driver: parseEthtoolDriver(driver.text).driver, mtu: Number(mtu?.text.trim() ?? '') || 1500 };
}
