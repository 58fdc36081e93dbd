import type { Cure } from './cure';
import type { ErrorFacts } from './errors';
import type { UselessNic } from './drift';
import type { HostEnd, SliceEnd } from './pool-run';
import type { HostRef } from './run';
import type { WaveSettings } from './waves';

/** The changes of NICs that are not to be kept: they did not help, or on trial nobody heard them help. */
export const notHelped = (
  { keepUseless }: Pick<WaveSettings, 'keepUseless'>,
  cures: readonly Cure[],
): readonly Cure[] =>
  keepUseless
    ? []
    : cures.filter(({ answer, onTrial }) => answer === 'useless' || (onTrial && !['cured', 'better'].includes(answer)));

/** What is said of a host with such changes; null where there are none. */
export const uselessChange = (host: HostRef, useless: readonly Cure[]): ErrorFacts | null =>
  useless.length === 0 ? null : { type: 'ChangeUseless', message: curesInWords(useless), host: host.name };

export const isUseless = ({ error }: { readonly error: Pick<ErrorFacts, 'type'> | null }): boolean =>
  error?.type === 'ChangeUseless';

/** An end with what was heard of its changes; objects that belong to no host have none of that. */
type HeardEnd = SliceEnd & Pick<HostEnd, 'cures'>;

/** The changes that were taken back within the run. */
export const takenBackOf = ({ cures = [] }: HeardEnd): readonly Cure[] => cures.filter(({ takenBack }) => takenBack);

/** The changes on trial that were taken back, and that nobody listened to. */
export const unheardOf = (end: HeardEnd): readonly Cure[] =>
  takenBackOf(end).filter(({ answer }) => answer === 'unheard');

/** The changes that were heard not to help: they are not made again. */
export const heardNotToHelp = ({ cures = [] }: HeardEnd): readonly Cure[] =>
  notHelped({ keepUseless: false }, cures).filter(({ answer }) => answer !== 'unheard');

/** A host whose change did not help and was taken back: it is as before, and not to be changed so again. */
export const isTakenBackAsUseless = (end: HeardEnd): boolean =>
  end.outcome === 'rolled-back' && isUseless(end) && unheardOf(end).length === 0;

/** Whether some of a host's changes were taken back since they did not help, and others not. */
export const hasPartTakenBack = (end: HeardEnd): boolean => end.outcome === 'done' && takenBackOf(end).length > 0;

/** The NICs of a run whose change was heard not to help, and was taken back. */
export const uselessNics = (ends: readonly HostEnd[]): readonly UselessNic[] =>
  ends.flatMap((end) =>
    heardNotToHelp(end)
      .filter(({ takenBack }) => takenBack)
      .map(({ nic, device }) => ({ host: end.host.name, nic, device })),
  );

export const curesInWords = (cures: readonly Cure[]): string =>
  cures.map(({ device, answer, because }) => `${device} ${answer}: ${because}`).join('; ');
