/** A host-side script: POSIX sh text, and the name people know it by. */
export interface HostScript {
  readonly name: string;
  readonly text: string;
}

export interface ScriptRun {
  readonly script: HostScript;
  /** Positional parameters of the script. No newline. */
  readonly args?: readonly string[] | undefined;
  /** Standard input of the script: text in lines. However it ends, the script finds one line end there. */
  readonly input?: string | undefined;
  /** The script is stopped on the host after this many seconds. */
  readonly timeoutSeconds: number;
  /** Dial anew instead of using an open connection: what a confirmation needs. */
  readonly newConnection?: boolean | undefined;
  /** Ends the script on the host (through the end of its standard input) and the wait for it. */
  readonly signal?: AbortSignal | undefined;
}

/** A script that ended by itself, with whatever exit code. Everything else is an OffloadError. */
export interface ScriptResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}
