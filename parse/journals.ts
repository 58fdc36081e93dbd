import type { Journal } from '../domain/journal';
import { notUnderstood } from './not-understood';

/** Reads what list-journals.sh prints. @throws OutputNotUnderstood for a line of another shape */
export const parseJournals = (text: string): readonly Journal[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, run, poolRun, began, part] = /^(\S+) (\S+) (\d+) (host|slice)$/.exec(line) ?? [];
      if (run === undefined || poolRun === undefined || (part !== 'host' && part !== 'slice')) {
        throw notUnderstood('host script', 'not a journal', line);
      }
      return { run, poolRun, began: Number(began), part };
    });
