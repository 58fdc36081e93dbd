/** Lets the caller go at once, also while it waits for a turn or a login; the run sees the same signal and ends itself. */
export async function unlessAborted<Result>(running: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let leave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => {
      reject(abortReason(signal));
    };
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
  });
  try {
    return await Promise.race([running, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/** Why a signal was aborted, as an error to throw. */
export const abortReason = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new Error(String(reason));
