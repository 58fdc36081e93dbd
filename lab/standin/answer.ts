/** What a program printed and how it ended. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export const succeed = (stdout: string, stderr = ''): Answer => ({ stdout, stderr, exitCode: 0 });

export const fail = (exitCode: number, stderr: string): Answer => ({ stdout: '', stderr, exitCode });
