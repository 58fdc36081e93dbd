import { rm } from 'node:fs/promises';
import path from 'node:path';
import { detectErrors } from '../../activities/detect-errors/detect-errors';
import { Chance } from '../../chaos/chance';
import { capturedNics } from '../../domain/captured-nic';
import { packFeatures, type FeatureSet } from '../../domain/features';
import type { PifUuid } from '../../domain/ids';
import { hostRef, hostSlice } from '../../domain/inventory';
import { judgePool, type CapturedHost, type PoolVerdicts } from '../../domain/judge-pool';
import { planByPolicy } from '../../domain/policy-plan';
import { writeCapturedHost, type CaptureFile } from './captured-host';
import { carry, type Carried } from './carry';
import { drawPool } from './draw-pool';
import { drawTraffic } from './draw-traffic';
import type { DrawnPool, Nic } from './drawn-pool';
import { plantFault, type FaultKind } from './fault';
import { onThisMachine } from './host-programs';
import { runShell } from './run-shell';
import { scoreOf, type Score } from './score';
import { truthOf } from './truth';

/** How long a script may capture: more than reading files takes. */
const captureSeconds = 4;
/** Hosts whose script runs at once: a capture that waits for a processor would end too early. */
const hostsAtOnce = 2;

export interface JudgedPool extends Score {
  readonly seed: number;
  readonly fault: FaultKind;
  /** How many NICs or strangers are at fault, to be found or not. */
  readonly planted: number;
  readonly hosts: number;
  readonly nics: number;
}

/** Draws the pool of a seed, has its captures read by what reads them on hosts, judges it, and compares with the truth. */
export async function judgeDrawnPool(seed: number, folder: string, programs: string): Promise<JudgedPool> {
  const chance = new Chance(`evidence ${String(seed)}`);
  const pool = drawPool(String(seed), chance);
  const flows = drawTraffic(pool, chance);
  const fault = plantFault(pool, flows, chance);
  const carried = carry(pool, flows, fault, chance);
  const root = path.join(folder, `pool-${String(seed)}`);
  try {
    const { hosts, complained } = await capture(pool, carried, root, programs);
    const captured = hosts.flatMap(({ slice, detection }) => (detection === null ? [] : slice.nics));
    const verdicts = judgePool(pool.inventory, hosts);
    const conclusions = { verdicts, changed: changedNics(hosts, verdicts), complained };
    const truth = truthOf(fault, carried.arrivals, new Set(captured.map(({ uuid }) => uuid)));
    return {
      ...scoreOf(truth, pool.inventory, conclusions),
      seed,
      fault: fault.kind,
      planted: truth.guilty.size + (truth.receiver === null ? 0 : 1) + (truth.outside === null ? 0 : 1),
      hosts: hosts.length,
      nics: captured.length,
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function changedNics(hosts: readonly CapturedHost[], verdicts: PoolVerdicts): ReadonlySet<PifUuid> {
  const changed = hosts.flatMap(({ slice, features }) => {
    const { live } = planByPolicy({ kind: 'evidence' }, slice, features, verdicts, 'live');
    return slice.nics.filter((nic) => live.some(({ device }) => device === nic.device));
  });
  return new Set(changed.map(({ uuid }) => uuid));
}

interface Captured {
  readonly hosts: readonly CapturedHost[];
  /** NICs that `grep incorrect` complains of. */
  readonly complained: ReadonlySet<PifUuid>;
}

async function capture(pool: DrawnPool, carried: Carried, root: string, programs: string): Promise<Captured> {
  const waiting = [...pool.inventory.hosts];
  const hosts: CapturedHost[] = [];
  const complained = new Set<PifUuid>();
  const inTurn = async (): Promise<void> => {
    for (let host = waiting.shift(); host !== undefined; host = waiting.shift()) {
      const slice = hostSlice(pool.inventory, host);
      const features = featuresOf(pool.nics.filter(({ pif }) => pif.host === slice.host.uuid));
      if (pool.uncaptured.has(host.uuid)) {
        hosts.push({ slice, features, detection: null });
        continue;
      }
      const own = path.join(root, host.name);
      const files = writeCapturedHost(own, slice, carried);
      const nics = capturedNics(Object.fromEntries(slice.nics.map(({ device, mtu }) => [device, { mtu }])), features);
      const input = { pool: 'evidence', host: hostRef(host), nics, seconds: captureSeconds };
      const detection = await detectErrors(onThisMachine(own, programs), input, new AbortController().signal);
      hosts.push({ slice, features, detection });
      const devices = await devicesComplainedOf(files);
      for (const { uuid, device } of slice.nics) if (devices.has(device)) complained.add(uuid);
    }
  };
  await Promise.all(Array.from({ length: hostsAtOnce }, inTurn));
  return { hosts, complained };
}

async function devicesComplainedOf(files: readonly CaptureFile[]): Promise<ReadonlySet<string>> {
  const words = [path.join(__dirname, 'grep-incorrect.sh'), ...files.map(({ file }) => file)];
  const { stdout } = await runShell({ words, env: process.env, input: '' });
  const named = new Set(stdout.split('\n'));
  return new Set(files.filter(({ file }) => named.has(file)).map(({ device }) => device));
}

const featuresOf = (nics: readonly Nic[]): CapturedHost['features'] =>
  packFeatures(new Map(nics.map((nic) => [nic.pif.device, featureSetOf(nic)])));

const featureSetOf = ({ tx, tso, gro }: Nic): FeatureSet => ({
  'rx-checksumming': 'on',
  'tx-checksumming': tx ? 'on' : 'off',
  'scatter-gather': 'on',
  'tcp-segmentation-offload': tso ? 'on' : 'off',
  'generic-segmentation-offload': 'on',
  'generic-receive-offload': gro ? 'on' : 'off',
  'large-receive-offload': 'fixed-off',
});
