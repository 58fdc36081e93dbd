import type { WaitsFor } from '../../domain/control';
import type { HostProgress, Progress } from '../../domain/progress';
import { printable } from '../printable';

/** Shows a run's progress until it ends. */
export interface ProgressView {
  update(progress: Progress): void;
  end(): void;
}

/** Plain lines, one for each thing that changed: for pipes, logs and `--json`. */
export function progressLines(say: (line: string) => void): ProgressView {
  let phase: Progress['phase'] | null = null;
  let waitsFor: Progress['waitsFor'] = null;
  const states = new Map<string, string>();
  const tell = (host: HostProgress): void => {
    const line = hostLine(host);
    if (states.get(host.name) === line) return;
    states.set(host.name, line);
    say(line);
  };
  return {
    update: (progress) => {
      if (progress.phase !== phase) {
        phase = progress.phase;
        if (phase !== 'done') say(`== ${phase}`);
      }
      progress.hosts.forEach(tell);
      if (progress.waitsFor !== waitsFor) {
        waitsFor = progress.waitsFor;
        if (waitsFor !== null) say(waiting[waitsFor]);
      }
    },
    end: () => undefined,
  };
}

/** What a run that stands still waits for, and who can let it go on. */
export const waiting: Readonly<Record<WaitsFor, string>> = {
  approval: 'waits for approval: xen-offload approve, or cancel',
  resume: 'paused: xen-offload resume goes on, or cancel',
};

export const hostLine = ({ name, state, note }: HostProgress): string =>
  `${printable(name)}: ${state}${note === '' ? '' : ` (${printable(note)})`}`;
