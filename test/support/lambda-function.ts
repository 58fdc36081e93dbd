import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { z } from 'zod';

const runtime = path.join(__dirname, 'lambda-runtime.cjs');
const invokedFunctionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:xen-offload:1';

const invocationEnd = z.tuple([z.object({ leftMs: z.number(), error: z.string().nullable() })]).rest(z.unknown());

export interface Invocation {
  /** What the worker calls itself in a run's history. */
  readonly identity: string;
  readonly isColdStart: boolean;
  /** What was left until the deadline when it ended. */
  readonly leftMs: number;
}

interface Instance {
  readonly child: ChildProcess;
  /** Rejects, with its log, when the process ends. */
  readonly death: Promise<never>;
}

/** A function as AWS Lambda runs it: a process that is frozen between invocations, and now and then replaced. */
export class LambdaFunction {
  private instance: Instance | null = null;

  constructor(
    private readonly taskRoot: string,
    /** All that it knows of this machine's environment, besides PATH. */
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Runs one invocation to its end. Rejects when the handler does, or its process ends. */
  async invoke(timeoutMs: number): Promise<Invocation> {
    const isColdStart = this.instance === null;
    const { child, death } = (this.instance ??= this.start());
    child.kill('SIGCONT');
    const awsRequestId = randomUUID();
    const answer = Promise.race([once(child, 'message'), death]);
    child.send({ awsRequestId, invokedFunctionArn, timeoutMs });
    const [{ leftMs, error }] = invocationEnd.parse(await answer);
    child.kill('SIGSTOP');
    if (error !== null) throw new Error(`the handler failed: ${error}`);
    return { identity: `${awsRequestId}@${invokedFunctionArn}`, isColdStart, leftMs };
  }

  /** Ends the process: the next invocation is a cold start. */
  async recycle(): Promise<void> {
    const { instance } = this;
    this.instance = null;
    instance?.child.kill('SIGKILL');
    await instance?.death.catch(() => undefined);
  }

  private start(): Instance {
    const child = fork(runtime, {
      cwd: this.taskRoot,
      env: { PATH: process.env.PATH, LAMBDA_TASK_ROOT: this.taskRoot, ...this.environment },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const log: string[] = [];
    child.stderr?.on('data', (chunk: Buffer) => log.push(chunk.toString()));
    const death = once(child, 'close').then(() => {
      throw new Error(`the function's process ended: ${log.join('')}`);
    });
    death.catch(() => undefined);
    return { child, death };
  }
}
