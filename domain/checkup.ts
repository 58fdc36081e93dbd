import { errorCatalogue } from './error-catalogue';
import type { ErrorFacts } from './errors';
import type { Examination, ExaminedHost, ExaminePoolInput, HostCheckup, PoolCheckup, PoolSurvey } from './examination';
import { hostPreconditions } from './host-preconditions';
import { bareAddress, poolPreconditions } from './pool-preconditions';
import { worst } from './precondition';
import { addCosts } from './run';

/** A host and what a look at it showed. */
export interface Examined {
  readonly host: ExaminedHost;
  readonly examination: Examination;
}

/** The hosts to look at, at the addresses at which runs reach them; without a pool, those that are configured. */
export const toExamine = ({ asked, pool }: PoolSurvey): readonly ExaminedHost[] =>
  pool === null
    ? asked.map(({ address }) => ({ uuid: null, name: bareAddress(address), address }))
    : pool.hosts.map(({ uuid, name, address }) => ({ uuid, name, address }));

/** Why a look at a host cannot succeed, where that is known from asking it for its pool: nobody waits for it twice. */
export function refusalOf(host: ExaminedHost, survey: PoolSurvey): ErrorFacts | null {
  const error = askedError(host, survey);
  if (error === null) return null;
  return errorCatalogue[error.type].fault === 'access' || error.type === 'ScriptTimedOut' ? error : null;
}

/** Judges all that was seen. */
export function checkup(
  survey: PoolSurvey,
  examined: readonly Examined[],
  change: ExaminePoolInput['change'],
): PoolCheckup {
  const { pool, cost } = survey;
  const hosts = examined.map((each) => hostCheckup(each, survey, change !== null));
  const addresses = examined.map(({ host }) => bareAddress(host.address));
  const preconditions = poolPreconditions(survey, addresses, change);
  const levels = [...hosts.map(({ level }) => level), worst(preconditions)];
  return {
    outcome: levels.includes('trouble') ? 'refused' : 'clean',
    pool: pool === null ? null : { uuid: pool.uuid, name: pool.name },
    preconditions,
    hosts,
    cost: addCosts([cost, ...examined.map(({ examination }) => examination.cost)]),
  };
}

function hostCheckup({ host, examination }: Examined, survey: PoolSurvey, changeUnderWay: boolean): HostCheckup {
  const surveyed = survey.pool?.hosts.find(({ uuid }) => uuid === host.uuid) ?? null;
  const isCoordinator = host.uuid !== null && survey.pool?.coordinator === host.uuid;
  const seen = { host, surveyed, isCoordinator, examination: withAskedError(examination, askedError(host, survey)) };
  const preconditions = hostPreconditions(seen, changeUnderWay);
  return { host, error: examination.error, level: worst(preconditions), preconditions };
}

const askedError = ({ address }: ExaminedHost, { asked }: PoolSurvey): ErrorFacts | null =>
  asked.find((each) => bareAddress(each.address) === bareAddress(address))?.error ?? null;

/** What kept a host from telling of its pool is what is wrong with its xapi. */
const withAskedError = (examination: Examination, error: ErrorFacts | null): Examination =>
  examination.facts === null || error === null
    ? examination
    : { ...examination, facts: { ...examination.facts, xapi: error } };
