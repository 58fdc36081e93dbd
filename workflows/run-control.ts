import { ApplicationFailure, CancellationScope, condition, isCancellation, setHandler } from '@temporalio/workflow';
import { finishedHosts, type FinishedHosts } from '../domain/control';
import type { ErrorType } from '../domain/error-catalogue';
import { approveUpdate, cancelUpdate, pauseUpdate, resumeUpdate } from './messages';
import type { RunProgress } from './run-progress';

/** Which of a person's wishes a run can fulfil: a rollback has no plan to approve, and nothing to take back. */
export interface Controls {
  readonly canUndoFinished: boolean;
}

/**
 * A person's hand on a run, by updates from the command line or the Web UI. The run asks it at every point where
 * something new would begin; what has begun comes to its end, or is undone.
 */
export class RunControl {
  private isPaused = false;
  private approval: 'not asked' | 'awaited' | 'given' = 'not asked';
  private stop: FinishedHosts | null = null;
  private isEnding = false;
  private readonly work = new CancellationScope();

  constructor(
    private readonly progress: RunProgress,
    private readonly controls: Controls,
  ) {
    setHandler(pauseUpdate, () => this.pause(), {
      validator: () => {
        this.refuseWhenEnding();
        if (this.isPaused) throw refusal('the run is paused already');
      },
      description: 'Begin no further host; those under way come to their end. Takes no arguments',
    });
    setHandler(resumeUpdate, () => this.resume(), {
      validator: () => {
        if (!this.isPaused) throw refusal('the run is not paused');
      },
      description: 'Go on after a pause. Takes no arguments',
    });
    setHandler(approveUpdate, () => this.approve(), {
      validator: () => {
        if (this.approval !== 'awaited') throw refusal('the run does not wait for an approval');
      },
      description: 'Let the planned change begin. Takes no arguments',
    });
    setHandler(cancelUpdate, (finished: FinishedHosts | undefined) => this.cancel(finished), {
      validator: (finished: FinishedHosts | undefined) => {
        this.validateCancel(finished);
      },
      description:
        'Stop, and undo what is in flight. "keep" (or nothing): finished hosts stay; "undo": they are undone too',
    });
  }

  /** Runs what `cancel` is to stop. */
  carryOut<Result>(body: () => Promise<Result>): Promise<Result> {
    return this.work.run(body);
  }

  /** Waits while the run is paused. Once it is cancelled there is nothing to wait for: what follows sees that itself. */
  async gate(): Promise<void> {
    await until(() => !this.isPaused);
  }

  /** Waits for a person to approve, or to cancel. */
  async awaitApproval(): Promise<void> {
    this.approval = 'awaited';
    this.tell();
    await until(() => this.approval === 'given');
    this.approval = 'given';
    this.tell();
  }

  /** From here on nothing new begins, and nothing can be stopped: says what the one who stopped the run wants undone. */
  close(): FinishedHosts {
    this.isEnding = true;
    return this.stop ?? 'keep';
  }

  private pause(): string {
    this.isPaused = true;
    this.tell();
    return 'paused: no further host is begun; hosts under way come to their end';
  }

  private resume(): string {
    this.isPaused = false;
    this.tell();
    return 'resumed';
  }

  private approve(): string {
    this.approval = 'given';
    this.tell();
    return 'approved: the change begins';
  }

  private cancel(finished: FinishedHosts = 'keep'): string {
    this.stop = finished;
    this.work.cancel();
    return finished === 'undo'
      ? 'cancelled: what is in flight is undone, then every finished host'
      : 'cancelled: what is in flight is undone; finished hosts stay changed';
  }

  private validateCancel(finished: FinishedHosts = 'keep'): void {
    this.refuseWhenEnding();
    if (!finishedHosts.includes(finished)) throw refusal(`expected ${finishedHosts.join(' or ')}`);
    if (finished === 'undo' && !this.controls.canUndoFinished) {
      throw refusal('a rollback leaves the hosts it has finished as they were before: nothing is to be undone there');
    }
    if (this.stop === 'undo' || this.stop === finished) throw refusal('the run is being cancelled already');
  }

  private refuseWhenEnding(): void {
    if (this.isEnding) throw refusal('the run is about to end: no further host will begin');
  }

  private tell(): void {
    this.progress.waitFor(this.approval === 'awaited' ? 'approval' : this.isPaused ? 'resume' : null);
  }
}

const refusal = (message: string): ApplicationFailure => {
  const type: ErrorType = 'RequestRefused';
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: [{ type, message }] });
};

async function until(isSo: () => boolean): Promise<void> {
  try {
    await condition(isSo);
  } catch (error) {
    if (!isCancellation(error)) throw error;
  }
}
