import { refusalOf, toExamine, type Examined } from '../../domain/checkup';
import type { PoolSurvey } from '../../domain/examination';
import { noCost } from '../../domain/run';
import { reading } from '../activity-proxies';
import type { RunProgress } from '../run-progress';

/** Looks at every host at once: those the pool has, or, where no pool was found, those that are configured. */
export const examine = (pool: string, survey: PoolSurvey, progress: RunProgress): Promise<readonly Examined[]> =>
  Promise.all(
    toExamine(survey).map(async (host) => {
      progress.host(host.name, 'examining');
      const refusal = refusalOf(host, survey);
      const examination =
        refusal === null
          ? await reading(`${host.name}: tools, xapi, clock, room, leftovers`).examineHost({ pool, host })
          : { facts: null, error: refusal, cost: noCost };
      progress.host(host.name, 'examined');
      return { host, examination };
    }),
  );
