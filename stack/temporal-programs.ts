import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { OffloadError } from '../domain/errors';
import { cacheFolder } from '../temporal/cache-folder';
import { goInstall } from '../temporal/go-install';
import { withLock } from '../temporal/with-lock';

export interface TemporalPrograms {
  readonly server: string;
  /** What the images call temporal-sql-tool. */
  readonly sqlTool: string;
}

/** Where the programs of a version are kept, whether they are there or not. */
export function cachedPrograms(version: string): TemporalPrograms {
  const folder = cacheFolder(`stack-v${version}`);
  return { server: path.join(folder, 'server'), sqlTool: path.join(folder, 'sql') };
}

/** The programs in the server and admin-tools images of a version, built once. Throws ServerUnavailable. */
export async function temporalPrograms(version: string, say: (line: string) => void): Promise<TemporalPrograms> {
  const programs = cachedPrograms(version);
  const folder = path.dirname(programs.server);
  mkdirSync(folder, { recursive: true });
  return withLock(folder, async () => {
    if (existsSync(programs.server) && existsSync(programs.sqlTool)) return programs;
    say(`Building Temporal ${version} with Go, once, into ${folder}; that takes a few minutes`);
    const failure = await goInstall(
      packages.map((name) => `${name}@v${version}`),
      folder,
      say,
    );
    if (failure === null) return programs;
    throw new OffloadError({ type: 'ServerUnavailable', message: `no Temporal server: ${failure}` });
  });
}

const packages = ['go.temporal.io/server/cmd/server', 'go.temporal.io/server/cmd/tools/sql'];
