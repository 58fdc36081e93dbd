/** A change that a host remembers by itself (its before-state is on the host), whatever became of the server. */
export interface Journal {
  /** The workflow run that changed the host. */
  readonly run: string;
  /** The pool's run that it was a part of. */
  readonly poolRun: string;
  /** Seconds since 1970, by the host's clock. */
  readonly began: number;
  /** `slice`: objects that belong to no host, changed on the coordinator. */
  readonly part: 'host' | 'slice';
}

/** The pool's run that began last, of all that hosts remember. */
export const newestPoolRun = (journals: readonly Journal[]): string | null =>
  journals.reduce<Journal | null>(
    (newest, each) => (newest !== null && newest.began >= each.began ? newest : each),
    null,
  )?.poolRun ?? null;
