import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import { labFiles } from '../lab/namespaces/lab-files';
import type { RunningLab } from '../lab/namespaces/running-lab';
import { askLab } from '../lab/namespaces/xapi/ask-lab';
import { xapiPlan, xapiPlanFile } from '../lab/namespaces/xapi/start-xapi';
import { dumpPool } from './dump-pool';
import type { ChaosField } from './field';

const run = promisify(execFile);
const firedAnswer = z.record(z.string(), z.number());

/**
 * The hosts of a lab, which this process must share the client's network namespace with. What a run leaves behind
 * (locks, journals) is removed after it; a pool that is not as it was at first ends the check, since every later run
 * would be judged by a wrong before.
 */
export async function labField(running: RunningLab): Promise<ChaosField> {
  const { lab, folder, coordinatorAddress, sshConfigFile, hosts } = running;
  const { socket } = labFiles(lab);
  const { pool } = xapiPlan.parse(JSON.parse(readFileSync(xapiPlanFile(folder), 'utf8')));
  const look = (): Promise<string> => dumpPool(sshConfigFile, hosts);
  const clearFaults = async (): Promise<void> => {
    await askLab(socket, { ask: 'clear-faults' });
  };
  const first = await look();
  const tidy = async (): Promise<void> => {
    await clearFaults();
    await Promise.all(hosts.map(({ name }) => forget(sshConfigFile, name)));
    if ((await look()) !== first) throw new Error('the lab is not as it was at first; the check ends here');
  };
  return {
    kind: 'lab',
    withPool: async (_, use) => {
      const result = await use({
        name: lab,
        access: { coordinator: coordinatorAddress, sshConfig: sshConfigFile },
        hosts,
        xapi: pool.xapi,
        addFault: async (fault) => z.string().parse(await askLab(socket, { ask: 'add-fault', fault })),
        fired: async () => firedAnswer.parse(await askLab(socket, { ask: 'fired' })),
        clearFaults,
      });
      await tidy();
      return result;
    },
  };
}

/** Ends switches that still wait, and removes locks and journals. */
const forget = (sshConfigFile: string, host: string): Promise<unknown> =>
  run('ssh', ['-F', sshConfigFile, host, 'rm -rf /var/lib/xen-offload']);
