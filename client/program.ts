import { Command } from 'commander';
import { addApprove } from './commands/approve';
import { addAudit } from './commands/audit';
import { addCancel } from './commands/cancel';
import { addCodec } from './commands/codec';
import { addDoctor } from './commands/doctor';
import { addPause } from './commands/pause';
import { addPrepareServer } from './commands/prepare-server';
import { addRemediate } from './commands/remediate';
import { addResume } from './commands/resume';
import { addRetry } from './commands/retry';
import { addRollback } from './commands/rollback';
import { addSchedule } from './commands/schedule';
import { addStatus } from './commands/status';
import { addUp } from './commands/up';
import { addWatch } from './commands/watch';
import { addWorker } from './commands/worker';

const commands = [
  ...[addAudit, addRemediate, addRetry, addRollback, addStatus, addWatch],
  ...[addApprove, addPause, addResume, addCancel, addSchedule, addDoctor],
  ...[addUp, addWorker, addPrepareServer, addCodec],
];

/** The command line; `done` is told the exit code of the command that ran. */
export function createProgram(done: (exitCode: number) => void): Command {
  const program = new Command('xen-offload')
    .description('Find and fix broken NIC offloads on every host of a XenServer / XCP-ng pool.')
    .version('0.1.0')
    .showSuggestionAfterError();
  for (const add of commands) add(program, done);
  overrideExit(program);
  return program;
}

/** A mistake in usage ends in `main`, which knows the exit codes. */
function overrideExit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(overrideExit);
}
