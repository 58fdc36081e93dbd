import type { StoredFinding } from '../../domain/stored-finding';
import { printable } from '../printable';

/** Stored values that do nothing, or nothing yet, a line each: often the first true answer to "but I already switched it off". */
export const storedNotes = (findings: readonly StoredFinding[]): readonly string[] =>
  findings.map(({ host, target, kind, what, why, cure }) =>
    [`${printable(host)}: ${target} ${kind}: ${printable(what)}.`, why, cure].join(' '),
  );
