import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { startSimulator } from '../lab/simulated/start-simulator';
import type { ChaosField } from './field';

/** A new simulated pool for every run, in a folder of the check's own. */
export const simulatedField = (folder: string): ChaosField => ({
  kind: 'simulated',
  withPool: async (hosts, use) => {
    const directory = await mkdtemp(path.join(folder, 'pool-'));
    const simulator = await startSimulator({ directory, hosts, seed: `chaos-${String(hosts)}`, vifsPerHost: 2 });
    const { faults } = simulator;
    try {
      return await use({
        name: path.basename(directory),
        access: { coordinator: simulator.coordinatorAddress, sshConfig: simulator.sshConfigFile },
        hosts: simulator.hosts,
        xapi: simulator.database().xapi,
        addFault: (plan) => Promise.resolve(faults.add(plan)),
        fired: () => Promise.resolve(faults.fired()),
        clearFaults: () => {
          faults.clear();
          return Promise.resolve();
        },
      });
    } finally {
      await simulator.stop();
      await rm(directory, { recursive: true, force: true });
    }
  },
});
