import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { identify, isAlive } from './process-identity';

/** The processes that use the shared server: a file each, so that one that was killed is no longer counted. */
export class ServerUsers {
  private readonly folder: string;

  constructor(stateDir: string) {
    this.folder = path.join(stateDir, 'users');
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  /** Adds this process; `token` tells two users of one process apart. */
  add(token: string): void {
    const started = identify(process.pid)?.started ?? '';
    writeFileSync(this.file(token), started, { mode: 0o600 });
  }

  remove(token: string): void {
    rmSync(this.file(token), { force: true });
  }

  /** How many are alive whose token ends so; files of dead ones are removed. */
  count(tokenEnd = ''): number {
    return readdirSync(this.folder).filter((name) => {
      if (!name.endsWith(tokenEnd)) return false;
      const pid = Number(name.split('-')[0]);
      const file = path.join(this.folder, name);
      if (isAlive({ pid, started: readFileSync(file, 'utf8') })) return true;
      rmSync(file, { force: true });
      return false;
    }).length;
  }

  private file(token: string): string {
    return path.join(this.folder, `${String(process.pid)}-${token}`);
  }
}
