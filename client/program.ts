import { Command } from 'commander';
import { addAudit } from './commands/audit';
import { addCancel } from './commands/cancel';
import { addRemediate } from './commands/remediate';
import { addRollback } from './commands/rollback';
import { addStatus } from './commands/status';
import { addWatch } from './commands/watch';

/** The command line; `done` is told the exit code of the command that ran. */
export function createProgram(done: (exitCode: number) => void): Command {
  const program = new Command('xen-offload')
    .description('Find and fix broken NIC offloads on every host of a XenServer / XCP-ng pool.')
    .version('0.1.0')
    .showSuggestionAfterError();
  for (const add of [addAudit, addRemediate, addRollback, addStatus, addWatch, addCancel]) add(program, done);
  for (const command of [program, ...program.commands]) command.exitOverride();
  return program;
}
