import { errorCatalogue, type ErrorType } from './error-catalogue';
import type { ErrorFacts } from './errors';

/** How much a precondition matters: with `trouble` a run would be refused or would fail. */
export type Level = 'ok' | 'warning' | 'trouble';

/** Something a run relies on, as it was found. */
export interface Precondition {
  readonly check:
    | 'configured'
    | 'hosts'
    | 'coordinator'
    | 'high-availability'
    | 'change'
    | 'reachable'
    | 'identity'
    | 'root'
    | 'xapi'
    | 'enabled'
    | 'tools'
    | 'clock'
    | 'leftovers'
    | 'room'
    | 'nics';
  readonly level: Level;
  readonly message: string;
  /** What to do about it; null where it is ok. */
  readonly cure: string | null;
}

type Check = Precondition['check'];

export const ok = (check: Check, message: string): Precondition => ({ check, level: 'ok', message, cure: null });

export const warning = (check: Check, message: string, cure: string): Precondition => ({
  check,
  level: 'warning',
  message,
  cure,
});

export const trouble = (check: Check, message: string, cure: string): Precondition => ({
  check,
  level: 'trouble',
  message,
  cure,
});

/** An error as a line tells it: by its type docs/errors.md finds it. */
export const told = ({ type, message }: ErrorFacts): string => `${type}: ${message}`;

export const cureOf = (type: ErrorType): string => errorCatalogue[type].whatToDo;

const levels = ['ok', 'warning', 'trouble'] as const;

/** The worst of them; ok where there are none. */
export const worst = (preconditions: readonly Precondition[]): Level =>
  levels.findLast((level) => preconditions.some((each) => each.level === level)) ?? 'ok';
