import { callControlServer } from '../../standin/control/call-control-server';
import { labProgram, type LabCommand } from './lab-command';

/** Asks a lab that is up, through its socket, which only root can open. Throws Error where it refuses, or nobody answers. */
export async function askLab(socket: string, command: LabCommand): Promise<unknown> {
  const answer = await callControlServer(socket, { token: '', program: labProgram, words: [JSON.stringify(command)] });
  if (answer.exitCode !== 0) throw new Error(answer.stderr.trim());
  return JSON.parse(answer.stdout);
}
