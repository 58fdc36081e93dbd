import type { Cure } from './cure';
import type { ErrorFacts } from './errors';
import type { HostEnd, SliceEnd } from './pool-run';
import type { WaveSettings } from './waves';

/**
 * What is said of a host whose change did not help, or on trial was not seen to help, where such a change is not to be kept. A
 * host is taken back as a whole, so not where another of its NICs was helped.
 */
export function uselessChange({ keepUseless }: WaveSettings, { host, cures = [] }: HostEnd): ErrorFacts | null {
  const useless = cures.filter(({ answer, onTrial }) => answer === 'useless' || (onTrial && answer === 'unclear'));
  const helped = cures.some(({ answer }) => answer === 'cured' || answer === 'better');
  return useless.length === 0 || helped || keepUseless
    ? null
    : { type: 'ChangeUseless', message: curesInWords(useless), host: host.name };
}

export const isUseless = ({ error }: { readonly error: Pick<ErrorFacts, 'type'> | null }): boolean =>
  error?.type === 'ChangeUseless';

/** A host whose change did not help and was taken back: it is as before, and not to be changed so again. */
export const isTakenBackAsUseless = (end: SliceEnd): boolean => end.outcome === 'rolled-back' && isUseless(end);

export const curesInWords = (cures: readonly Cure[]): string =>
  cures.map(({ device, answer, because }) => `${device} ${answer}: ${because}`).join('; ');
