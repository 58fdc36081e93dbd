#!/usr/bin/env node
import { CommanderError } from 'commander';
import { OffloadError, type ErrorFacts } from '../domain/errors';
import { errorExitCode } from '../domain/exit-codes';
import { createOutput } from './output';
import { createProgram } from './program';
import { errorDocument, renderError } from './render/error';

async function main(): Promise<number> {
  let exitCode = 0;
  const program = createProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync();
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 64;
    return tell(error);
  }
}

/** One clear error; a stack trace only where it is asked for. */
function tell(error: unknown): number {
  const facts: ErrorFacts =
    error instanceof OffloadError
      ? error.details
      : { type: 'Internal', message: error instanceof Error ? error.message : String(error) };
  const output = createOutput(process.argv.includes('--json'));
  output.say(renderError(facts));
  if (process.argv.includes('--debug') && error instanceof Error) output.say(error.stack ?? '');
  if (output.json) output.answer(errorDocument(process.argv[2] ?? '', facts), () => '');
  return errorExitCode(facts.type);
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
