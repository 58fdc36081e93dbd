import { z } from 'zod';
import { callControlServer } from '../standin/control/call-control-server';
import type { FaultPlan } from '../standin/faults/fault';
import { simulatedPool, simulatorCounters, type SimulatedPool, type SimulatorCounters } from './simulated-pool';
import { commandProgram, type SimulatorCommand } from './simulator-commands';
import { readJson, type StateFiles } from './state-files';

const processFile = z.object({
  pid: z.number(),
  startedAt: z.string(),
  hosts: z.number(),
  control: z.object({ port: z.number(), token: z.string() }),
});

type Control = z.infer<typeof processFile>['control'];

/** A simulated pool that runs in another process. */
export interface RunningSimulator extends SimulatedPool {
  readonly pid: number;
  /** Arms a fault and returns its id. */
  addFault(fault: FaultPlan): Promise<string>;
  clearFaults(): Promise<void>;
  /** How often each fault struck, by id. */
  fired(): Promise<Record<string, number>>;
  counters(): Promise<SimulatorCounters>;
}

/** The simulator that answers for these files; null when none does, whatever process has its id now. */
export async function findRunningSimulator(files: StateFiles): Promise<RunningSimulator | null> {
  const about = readJson(files.process, processFile);
  if (about === null) return null;
  try {
    const status = await ask(about.control, { ask: 'status' }, z.object({ pid: z.number(), pool: simulatedPool }));
    return status.pid === about.pid ? attach(about.pid, status.pool, about.control) : null;
  } catch {
    return null;
  }
}

const attach = (pid: number, pool: SimulatedPool, control: Control): RunningSimulator => ({
  ...pool,
  pid,
  addFault: (fault) => ask(control, { ask: 'add-fault', fault }, z.string()),
  clearFaults: async () => {
    await ask(control, { ask: 'clear-faults' }, z.null());
  },
  fired: () => ask(control, { ask: 'fired' }, z.record(z.string(), z.number())),
  counters: () => ask(control, { ask: 'counters' }, simulatorCounters),
});

async function ask<T>({ port, token }: Control, command: SimulatorCommand, schema: z.ZodType<T>): Promise<T> {
  const words = [JSON.stringify(command)];
  const answer = await callControlServer(port, { token, program: commandProgram, words });
  if (answer.exitCode !== 0) throw new Error(`the simulator refused: ${answer.stderr.trim()}`);
  return schema.parse(JSON.parse(answer.stdout));
}
