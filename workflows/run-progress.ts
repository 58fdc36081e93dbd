import { setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { WaitsFor } from '../domain/control';
import type { RunOutcome } from '../domain/outcome';
import type { HostProgress, HostState, Phase, Progress } from '../domain/progress';
import { details } from '../domain/summary';
import { progressQuery } from './messages';

/** What a run tells while it runs: to the client by query, to the Web UI as its current details. */
export class RunProgress {
  private phase: Progress['phase'] = 'discover';
  private outcome: RunOutcome | null = null;
  private remarks = '';
  private waitsFor: WaitsFor | null = null;
  private readonly hosts = new Map<string, HostProgress>();

  constructor(private readonly title: string) {
    setHandler(progressQuery, () => this.now(), { description: 'The phase of the run and the state of every host' });
    this.publish();
  }

  enter(phase: Phase): void {
    this.phase = phase;
    this.publish();
  }

  host(name: string, state: HostState, note?: string): void {
    this.hosts.set(name, { name, state, note: note ?? this.hosts.get(name)?.note ?? '' });
    this.publish();
  }

  /** Says that the run stands still, and why; null when it goes on. */
  waitFor(what: WaitsFor | null): void {
    this.waitsFor = what;
    this.publish();
  }

  /** Something to read beside the table, in Markdown. */
  remark(text: string): void {
    this.remarks = text;
    this.publish();
  }

  end(outcome: RunOutcome): void {
    this.phase = 'done';
    this.outcome = outcome;
    this.publish();
  }

  private now(): Progress {
    return { phase: this.phase, outcome: this.outcome, waitsFor: this.waitsFor, hosts: [...this.hosts.values()] };
  }

  private publish(): void {
    const rows = [...this.hosts.values()].map(
      ({ name, state, note }) => `| ${cell(name)} | ${state} | ${cell(note)} |`,
    );
    const heading = `**${this.title}**: ${this.outcome ?? this.phase}${waiting(this.waitsFor)}`;
    const table = ['| host | state | |', '|---|---|---|', ...rows];
    setCurrentDetails(details([heading, '', this.remarks, '', ...table].join('\n')));
  }
}

function waiting(waitsFor: WaitsFor | null): string {
  switch (waitsFor) {
    case 'approval':
      return '. Waits for the update `approve`, or `cancel`';
    case 'resume':
      return '. Paused: waits for the update `resume`, or `cancel`';
    case null:
      return '';
  }
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
