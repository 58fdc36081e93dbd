import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Lab, outcomes, quickWaves } from '../support/lab';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start(3);
});
afterEach(() => {
  lab.simulator.faults.clear();
});
afterAll(async () => {
  await lab.stop();
});

describe('a remediation', () => {
  test('changes every host and halted VMs, a second one writes nothing, and a rollback leaves the pool exactly as before', async () => {
    const before = await lab.dump();

    const first = await lab.remediate();
    const changed = await lab.dump();
    const writes = lab.simulator.counters().xeWrites;
    const second = await lab.remediate();

    expect(first.outcome).toBe('done');
    expect(first.slice?.outcome).toBe('done');
    expect(changed).not.toBe(before);
    expect(second.outcome).toBe('nothing-to-do');
    expect(lab.simulator.counters().xeWrites).toEqual(writes);
    expect(new Set(Object.values(writes))).toEqual(new Set([1]));
    expect(await lab.dump()).toBe(changed);

    const back = await lab.rollback(first.run);

    expect(back.outcome).toBe('done');
    expect(await lab.dump()).toBe(before);
  });

  test('in local scope writes nothing to xapi, in stored scope nothing to a NIC', async () => {
    const before = await lab.dump();
    const live = await lab.remediate({ scope: 'live' });
    const stored = (dump: string): string => dump.slice(dump.indexOf('uuid ( RO)'));
    const features = (dump: string): string => dump.slice(0, dump.indexOf('uuid ( RO)'));

    expect(stored(await lab.dump())).toBe(stored(before));
    expect(features(await lab.dump())).not.toBe(features(before));

    await lab.rollback(live.run);
    const kept = await lab.remediate({ scope: 'stored' });

    expect(features(await lab.dump())).toBe(features(before));
    expect(stored(await lab.dump())).not.toBe(stored(before));

    await lab.rollback(kept.run);
    expect(await lab.dump()).toBe(before);
  });

  test('a host whose xe refuses ends exactly as it was; the others are done, within the failures allowed', async () => {
    const before = await lab.dump();
    const nic = lab.simulator.database().xapi.pifs.find((pif) => pif.host === hostUuid('sim-02') && pif.physical);
    lab.simulator.faults.add({ kind: 'xe-refuses', command: `^pif-param-set uuid=${nic?.uuid ?? ''}` });

    const run = await lab.remediate({ waves: { ...quickWaves, canary: 0, maxFailures: 1 } });

    expect(run.outcome).toBe('partly-failed');
    expect(outcomes(run)).toEqual({ 'sim-01': 'done', 'sim-02': 'rolled-back', 'sim-03': 'done' });
    expect(run.hosts.find(({ host }) => host.name === 'sim-02')?.error?.type).toBe('XapiRefused');
    expect(part(await lab.dump(), 'sim-02')).toBe(part(before, 'sim-02'));
    expect(Object.values(lab.simulator.faults.fired())).toEqual([expect.any(Number)]);

    await lab.rollback(run.run);
    expect(await lab.dump()).toBe(before);
  });

  test('with no failure allowed, the hosts after a failed canary are not started', async () => {
    const before = await lab.dump();
    lab.simulator.faults.add({ kind: 'ethtool-does-nothing', host: 'sim-02' });

    const run = await lab.remediate();

    expect(run.outcome).toBe('rolled-back');
    expect(outcomes(run)).toEqual({ 'sim-01': 'not-started', 'sim-02': 'rolled-back', 'sim-03': 'not-started' });
    expect(run.hosts.find(({ host }) => host.name === 'sim-02')?.error?.type).toBe('ModeNotApplied');
    expect(await lab.dump()).toBe(before);
  });

  test('a host that cannot be reached stops the run before any host is touched', async () => {
    const before = await lab.dump();
    lab.simulator.faults.add({ kind: 'host-unreachable', host: 'sim-03' });
    await lab.restartWorker();

    const run = await lab.remediate();
    lab.simulator.faults.clear();

    expect(outcomes(run)).toEqual({ 'sim-01': 'not-started', 'sim-02': 'not-started', 'sim-03': 'failed' });
    expect(run.hosts.find(({ host }) => host.name === 'sim-03')?.error?.type).toBe('HostUnreachable');
    expect(await lab.dump()).toBe(before);
  });

  test('a wrong host key is refused and no host is touched', async () => {
    const before = await lab.dump();
    lab.simulator.faults.add({ kind: 'wrong-host-key', host: 'sim-02' });
    await lab.restartWorker();

    const run = await lab.remediate();
    lab.simulator.faults.clear();

    expect(run.hosts.find(({ host }) => host.name === 'sim-02')?.error?.type).toBe('HostKeyChanged');
    expect(outcomes(run)).toEqual({ 'sim-01': 'not-started', 'sim-02': 'failed', 'sim-03': 'not-started' });
    expect(await lab.dump()).toBe(before);
  });
});

const hostUuid = (name: string): string => lab.simulator.hosts.find((host) => host.name === name)?.uuid ?? '';

/** The features of one host out of a dump. */
const part = (dump: string, host: string): string => dump.split(/^## /m).find((each) => each.startsWith(host)) ?? '';
