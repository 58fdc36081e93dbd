import type { ListrTaskWrapper } from 'listr2';
import { hostOutcomes } from '../../domain/outcome';
import type { HostProgress, Progress } from '../../domain/progress';
import { printable } from '../printable';
import { hostLine, waiting, type ProgressView } from './progress';

type TaskWrapper = Pick<ListrTaskWrapper<unknown, never, never>, 'title'>;

/** A live list, one line a host, for a terminal. */
export async function progressList(): Promise<ProgressView> {
  const { Listr } = await import('listr2');
  const hosts = new Map<string, HostLine>();
  let phase: { title: string } | null = null;
  let finish: () => void = () => undefined;
  let shown: Promise<unknown> | null = null;

  const show = (progress: Progress): void => {
    const ended = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const lines = progress.hosts.map((host) => new HostLine(host.name, ended));
    for (const line of lines) hosts.set(line.name, line);
    const list = new Listr(
      [
        {
          title: title(progress),
          task: (_, task) => {
            phase = task;
            return task.newListr(
              lines.map((line) => ({ title: printable(line.name), task: (__, own) => line.run(own) })),
              { concurrent: true, exitOnError: false },
            );
          },
        },
      ],
      {
        rendererOptions: { collapseSubtasks: false, collapseErrors: false, showErrorMessage: false },
        exitOnError: false,
      },
    );
    shown = list.run();
  };

  return {
    update: (progress) => {
      if (shown === null && progress.hosts.length > 0) show(progress);
      if (phase !== null && progress.phase !== 'done') phase.title = title(progress);
      for (const host of progress.hosts) hosts.get(host.name)?.update(host);
    },
    end: () => {
      if (phase !== null) phase.title = `${String(hosts.size)} hosts`;
      finish();
    },
  };
}

const title = ({ phase, waitsFor }: Progress): string => (waitsFor === null ? phase : `${phase}: ${waiting[waitsFor]}`);

/** One host's line: spins until the host has an outcome, or the run has ended. */
class HostLine {
  private task: TaskWrapper | null = null;
  private settle: (outcome: HostProgress) => void = () => undefined;
  private readonly settled: Promise<HostProgress | null>;

  constructor(
    readonly name: string,
    ended: Promise<void>,
  ) {
    const outcome = new Promise<HostProgress>((resolve) => {
      this.settle = resolve;
    });
    this.settled = Promise.race([outcome, ended.then(() => null)]);
  }

  async run(task: TaskWrapper): Promise<void> {
    this.task = task;
    const host = await this.settled;
    if (host !== null && host.state !== 'done' && host.state !== 'nothing-to-do') throw new Error(hostLine(host));
  }

  update(host: HostProgress): void {
    if (this.task !== null) this.task.title = hostLine(host);
    const isOutcome = hostOutcomes.some((outcome) => outcome === host.state) && host.state !== 'nothing-to-do';
    const isFinal = isOutcome || host.state === 'trouble';
    if (isFinal) this.settle(host);
  }
}
