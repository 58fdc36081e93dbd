/** Lets a few tasks run at once; the others wait in line. */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly atOnceMax: number) {}

  async take<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.running >= this.atOnceMax) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  areTaken(): boolean {
    return this.running > 0;
  }
}
