import type { ListrTaskWrapper } from 'listr2';
import { hostOutcomes } from '../../domain/outcome';
import type { HostProgress, Progress } from '../../domain/progress';
import { count } from '../../domain/words';
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
      // The last line spins until the run has ended: without one the list would end, and begin anew at the next change.
      const spinning = [...hosts.values()].filter((line) => !line.isLetGo);
      for (const line of spinning.slice(0, -1)) line.letGo();
    },
    end: () => {
      if (phase !== null) phase.title = count(hosts.size, 'host');
      finish();
    },
  };
}

const title = ({ phase, waitsFor }: Progress): string => (waitsFor === null ? phase : `${phase}: ${waiting[waitsFor]}`);

/** One host's line: spins until it is let go with an outcome, or the run has ended. */
class HostLine {
  private task: TaskWrapper | null = null;
  private latest: HostProgress | null = null;
  private settle: () => void = () => undefined;
  private readonly settled: Promise<void>;
  isLetGo = false;

  constructor(
    readonly name: string,
    ended: Promise<void>,
  ) {
    const letGo = new Promise<void>((resolve) => {
      this.settle = resolve;
    });
    this.settled = Promise.race([letGo, ended]);
  }

  async run(task: TaskWrapper): Promise<void> {
    this.task = task;
    await this.settled;
    const { latest } = this;
    if (latest !== null && isFinal(latest) && latest.state !== 'done') throw new Error(hostLine(latest));
  }

  update(host: HostProgress): void {
    this.latest = host;
    if (this.task !== null) this.task.title = hostLine(host);
  }

  letGo(): void {
    if (this.latest === null || !isFinal(this.latest)) return;
    this.isLetGo = true;
    this.settle();
  }
}

const isFinal = ({ state }: HostProgress): boolean =>
  (hostOutcomes.some((outcome) => outcome === state) && state !== 'nothing-to-do') || state === 'trouble';
