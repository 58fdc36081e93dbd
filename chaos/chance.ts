import { createHash } from 'node:crypto';

/** Chance that repeats: the same seed gives the same draws in the same order. */
export class Chance {
  private drawn = 0;

  constructor(private readonly seed: string) {}

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    const digest = createHash('sha256')
      .update(`${this.seed}/${String(this.drawn)}`)
      .digest();
    this.drawn += 1;
    return least + (digest.readUInt32BE(0) % (most - least + 1));
  }

  happens(percent: number): boolean {
    return this.between(1, 100) <= percent;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.between(0, choices.length - 1)] ?? choices[0];
  }
}
