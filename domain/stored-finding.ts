import type { ModeState } from './features';
import type { HostSlice, TemplateVif, Vif } from './inventory';
import {
  haltedVifHolder,
  hostKeyHolders,
  templateVifHolder,
  type HostDevices,
  type KeyHolder,
  type NoEffect,
} from './key-holder';
import { modes, otherConfigKey, type Mode, type OnOff } from './modes';
import { storedMeaning } from './stored';
import { meantBy, valueFault } from './stored-value';

/** A stored value that does nothing where it is, or is right and not in force (design §6). */
export interface StoredFinding {
  readonly kind: 'ineffective' | 'not-in-force';
  /** The host's name, or where objects are that belong to none. */
  readonly host: string;
  /** A device, or the uuid of the object. */
  readonly target: string;
  /** The PIF or VIF. */
  readonly object: string;
  readonly mode: Mode;
  readonly key: string;
  readonly value: string;
  /** What is wrong, in a few words that do not change from audit to audit. */
  readonly what: string;
  readonly why: string;
  /** What to store, or what would put it into force and when. */
  readonly cure: string;
}

/** The stored values of a host's NICs, other PIFs and running VIFs that do nothing, or nothing yet. */
export const hostStoredFindings = (slice: HostSlice, devices: HostDevices): readonly StoredFinding[] =>
  hostKeyHolders(slice, devices).flatMap((holder) => storedFindings(slice.host.name, holder));

/** The same of VIFs that belong to no host now. */
export const poolStoredFindings = (
  halted: readonly Vif[],
  templates: readonly TemplateVif[],
): readonly StoredFinding[] => [
  ...halted.map(haltedVifHolder).flatMap((holder) => storedFindings('halted VMs', holder)),
  ...templates.map(templateVifHolder).flatMap((holder) => storedFindings('templates and snapshots', holder)),
];

type Judgement = Pick<StoredFinding, 'kind' | 'what' | 'why' | 'cure'>;

const storedFindings = (host: string, holder: KeyHolder): readonly StoredFinding[] =>
  modes.flatMap((mode) => {
    const value = holder.stored[mode];
    const judgement = value === undefined ? null : judge(holder, mode, value);
    if (value === undefined || judgement === null) return [];
    const { target, object } = holder;
    return [{ host, target, object: object.uuid, mode, key: otherConfigKey(mode), value, ...judgement }];
  });

/** Null where nothing is wrong: the value is in force, or will be when what it belongs to starts. */
function judge(holder: KeyHolder, mode: Mode, value: string): Judgement | null {
  const meaning = storedMeaning(value);
  const ignored = holder.ignores(mode, meaning);
  if (ignored !== null) return withoutEffect(holder, mode, value, ignored);
  if (meaning === 'ineffective') return wrongValue(holder, mode, value);
  const state = holder.inForce(mode);
  if (state === null || isAsStored(state, meaning)) return null;
  const what = `${mode} is ${state}, stored ${meaning}`;
  if (holder.waits(mode)) return { kind: 'not-in-force', what, ...waiting };
  return state === 'on' || state === 'off'
    ? {
        kind: 'not-in-force',
        what,
        why: `${holder.applied}: it was stored later, or ethtool changed the mode since.`,
        cure: holder.intoForce,
      }
    : { kind: 'ineffective', what, why: whyFixed(holder, mode, state), cure: removal(holder, mode, 'Remove it') };
}

/** Neither a plug nor a start helps (facts/xenserver.md §7). */
const waiting: Pick<Judgement, 'why' | 'cure'> = {
  why: 'It was asked for, and waits for a mode it needs that is off: tso and ufo need tx and sg, gso needs sg, sg needs tx.',
  cure: 'In force as soon as that is on; else store off.',
};

/** A mode that a device does not have is off. */
const isAsStored = (state: ModeState, meaning: OnOff): boolean =>
  state === meaning || state === `fixed-${meaning}` || (state === 'absent' && meaning === 'off');

const whyFixed = ({ target }: KeyHolder, mode: Mode, state: ModeState): string =>
  state === 'absent'
    ? `It cannot take effect: ${target} has no ${mode}.`
    : `It cannot take effect: the driver of ${target} fixes ${mode}.`;

function withoutEffect(holder: KeyHolder, mode: Mode, value: string, { why, cure }: NoEffect): Judgement {
  const besides = storedMeaning(value) === 'ineffective' ? ` Besides, the value ${valueFault(value)}.` : '';
  return {
    kind: 'ineffective',
    what: `${otherConfigKey(mode)}=${value} on ${holder.noun}`,
    why: `${why}${besides}`,
    cure: removal(holder, mode, cure),
  };
}

function wrongValue(holder: KeyHolder, mode: Mode, value: string): Judgement {
  const meant = meantBy(value);
  const store = `xe ${holder.object.kind}-param-set uuid=${holder.object.uuid} other-config:${otherConfigKey(mode)}=`;
  return {
    kind: 'ineffective',
    what: `${otherConfigKey(mode)}=${value}`,
    why: `xapi takes only on, true, off and false; this value ${valueFault(value)}.`,
    cure: `${meant === null ? `Store on or off: ${store}on (or off)` : `Store ${meant}: ${store}${meant}`}. ${holder.intoForce}`,
  };
}

const removal = ({ object }: KeyHolder, mode: Mode, cure: string): string =>
  `${cure}: xe ${object.kind}-param-remove uuid=${object.uuid} param-name=other-config param-key=${otherConfigKey(mode)}.`;
