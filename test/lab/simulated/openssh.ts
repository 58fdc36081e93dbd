import { execFile, spawnSync } from 'node:child_process';
import type { SimulatedPool } from '../../../lab/simulated/simulated-pool';

export const hasOpenSsh = spawnSync('ssh', ['-V']).status === 0;

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs a command on a simulated host through OpenSSH's own client; 255 when the connection fails. */
export const overSsh = ({ sshConfigFile }: SimulatedPool, host: string, command: string): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const child = execFile(
      'ssh',
      ['-F', sshConfigFile, host, command],
      { timeout: 20_000 },
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : error.code;
        if (typeof exitCode === 'number') resolve({ stdout, stderr, exitCode });
        else reject(error ?? new Error('ssh did not run'));
      },
    );
    child.stdin?.end();
  });
