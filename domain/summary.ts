import { limits } from './limits';

/** A line for the Web UI, cut to what the server takes: it refuses longer ones, and names of hosts and pools are long. */
export const summary = (line: string): string => line.slice(0, limits.summaryCharacters);

/** A text in Markdown for the Web UI, cut likewise. */
export const details = (text: string): string => text.slice(0, limits.detailsCharacters);
