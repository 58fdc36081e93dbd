import type { PoolCheckup } from '../../domain/examination';
import type { HostOutcome } from '../../domain/outcome';
import type { Level, Precondition } from '../../domain/precondition';
import type { RunRef } from '../../domain/pool-run';
import type { Report, ReportError } from '../../domain/report';
import { reportError } from './host-reports';

/** One host as `doctor` tells programs of it; uuid is empty where no pool could be asked. */
export interface DoctorHost {
  readonly name: string;
  readonly uuid: string;
  readonly address: string;
  readonly outcome: Extract<HostOutcome, 'nothing-to-do' | 'failed'>;
  readonly error: ReportError | null;
  readonly nics: readonly [];
  readonly changes: readonly [];
  readonly level: Level;
  readonly preconditions: readonly Precondition[];
}

/** The JSON of `doctor`: what every command tells (design §2), and every precondition. */
export interface DoctorReport extends Pick<Report, 'command' | 'pool' | 'outcome' | 'run'> {
  readonly outcome: PoolCheckup['outcome'];
  /** Those of the pool; those of a host are with the host. */
  readonly preconditions: readonly Precondition[];
  readonly hosts: readonly DoctorHost[];
  readonly summary: {
    readonly hosts: number;
    readonly troubles: number;
    readonly warnings: number;
    readonly remoteCommands: number;
    readonly seconds: number;
  };
}

interface FinishedRun extends RunRef {
  readonly url: string;
  readonly startTime: Date;
  readonly closeTime?: Date | undefined;
}

/** The report of a finished examination; `pool` is its configured name. */
export function doctorReport(
  pool: string,
  { workflowId, runId, url, startTime, closeTime = startTime }: FinishedRun,
  { outcome, pool: found, preconditions, hosts, cost }: PoolCheckup,
): DoctorReport {
  const all = [...preconditions, ...hosts.flatMap((host) => host.preconditions)];
  const count = (level: Level): number => all.filter((each) => each.level === level).length;
  return {
    command: 'doctor',
    pool: { uuid: found?.uuid ?? '', name: found?.name ?? pool },
    outcome,
    run: { workflowId, runId, url },
    preconditions,
    hosts: hosts.map(({ host, error, level, preconditions: own }) => ({
      name: host.name,
      uuid: host.uuid ?? '',
      address: host.address,
      outcome: level === 'trouble' ? 'failed' : 'nothing-to-do',
      error: error === null ? null : reportError(error),
      nics: [],
      changes: [],
      level,
      preconditions: own,
    })),
    summary: {
      hosts: hosts.length,
      troubles: count('trouble'),
      warnings: count('warning'),
      remoteCommands: cost.executions,
      seconds: Math.round((closeTime.getTime() - startTime.getTime()) / 100) / 10,
    },
  };
}
