export interface Capture {
  readonly device: string;
  readonly direction: 'in' | 'out' | 'inout';
  /** Packets to take at most; null without `-c`. */
  readonly count: number | null;
  /** How many `-v` there are; UDP has a verdict from two on. */
  readonly verbosity: number;
  /** `-e`: with Ethernet headers. */
  readonly ethernet: boolean;
}

/** Options with a value that make no difference here. */
const passedOver: ReadonlySet<string> = new Set(['s', 'B', 'w', 'y']);

/** Reads tcpdump's command line, options alone or in clusters (`-nnvv`); the filter expression is taken as always true. */
export function parseCapture(words: readonly string[]): Capture {
  const values = new Map<string, string>();
  const flags: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!/^-[A-Za-z]/.test(word)) continue;
    for (let at = 1; at < word.length; at += 1) {
      const option = word.charAt(at);
      if (!['i', 'Q', 'c'].includes(option) && !passedOver.has(option)) {
        flags.push(option);
        continue;
      }
      const attached = word.slice(at + 1);
      values.set(option, attached === '' ? (words[(index += 1)] ?? '') : attached);
      break;
    }
  }
  const direction = values.get('Q');
  const count = Number(values.get('c'));
  return {
    device: values.get('i') ?? 'eth0',
    direction: direction === 'in' || direction === 'out' ? direction : 'inout',
    count: Number.isSafeInteger(count) && count > 0 ? count : null,
    verbosity: flags.filter((flag) => flag === 'v').length,
    ethernet: flags.includes('e'),
  };
}
