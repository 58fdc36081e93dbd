import { z } from 'zod';
import type { Answer } from '../standin/answer';
import { fail, succeed } from '../standin/answer';
import type { ArmedFaults } from '../standin/faults/armed-faults';
import { faultSchema, type FaultKind } from '../standin/faults/fault';
import type { SimulatedPool, SimulatorCounters } from './simulated-pool';

/** What another process may ask of a running simulator. */
export const simulatorCommand = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('status') }),
  z.object({ ask: z.literal('counters') }),
  z.object({ ask: z.literal('add-fault'), fault: faultSchema }),
  z.object({ ask: z.literal('clear-faults') }),
  z.object({ ask: z.literal('fired') }),
]);

export type SimulatorCommand = z.input<typeof simulatorCommand>;

export interface CommandContext {
  readonly faults: ArmedFaults;
  readonly describe: () => SimulatedPool;
  readonly counters: () => SimulatorCounters;
}

/** The program name under which commands reach the control server. */
export const commandProgram = 'simulator';

/** A simulated host has neither cables nor login shells. */
const ofRealHosts: readonly FaultKind[] = ['link-cut', 'noisy-profile'];

/** Answers one command, given as JSON, with JSON. */
export function answerCommand(json: string, context: CommandContext): Answer {
  const parsed = simulatorCommand.safeParse(JSON.parse(json));
  if (!parsed.success) return fail(64, z.prettifyError(parsed.error));
  const { data } = parsed;
  if (data.ask === 'add-fault' && ofRealHosts.includes(data.fault.kind)) {
    return fail(64, `${data.fault.kind} cannot be made to happen on a simulated host: use the lab of real hosts`);
  }
  return succeed(JSON.stringify(perform(data, context)));
}

function perform(command: z.infer<typeof simulatorCommand>, { faults, describe, counters }: CommandContext): unknown {
  switch (command.ask) {
    case 'status':
      return { pid: process.pid, pool: describe() };
    case 'counters':
      return counters();
    case 'add-fault':
      return faults.add(command.fault);
    case 'clear-faults':
      faults.clear();
      return null;
    case 'fired':
      return faults.fired();
  }
}
