import type { PifUuid } from './ids';
import type { Mode, OnOff } from './modes';

/** What modes should be; a mode left out is left alone. */
export type DesiredModes = Readonly<Partial<Record<Mode, OnOff>>>;

/** Which modes a run turns off (or on), on physical PIFs and on VIFs. */
export type Policy =
  /** On trial: also NICs that may be to blame; kept where it helped. Spared: NICs whose damage tx off did not cure before. */
  | { readonly kind: 'evidence'; readonly trial?: true; readonly spared?: readonly PifUuid[] }
  | { readonly kind: 'classic' }
  | { readonly kind: 'guests' }
  | { readonly kind: 'custom'; readonly pif: DesiredModes; readonly vif: DesiredModes };

/** The same policy for every NIC. */
export const sparingNobody = (policy: Policy): Policy =>
  policy.kind === 'evidence' ? { ...policy, spared: [] } : policy;

export interface DesiredState {
  readonly pif: DesiredModes;
  readonly vif: DesiredModes;
}

const classicModes: DesiredModes = { rx: 'off', tx: 'off', sg: 'off', tso: 'off', ufo: 'off', gso: 'off' };

/** The state a policy wants, whatever is found. `evidence` wants nothing by itself: its changes come from proofs. */
export function desiredState(policy: Policy): DesiredState {
  switch (policy.kind) {
    case 'evidence':
      return { pif: {}, vif: {} };
    case 'classic':
      return { pif: classicModes, vif: classicModes };
    case 'guests':
      return { pif: {}, vif: { tx: 'off' } };
    case 'custom':
      return { pif: policy.pif, vif: policy.vif };
  }
}

/** Where a change is made: in the running kernel, in xapi, or both. */
export type Scope = 'both' | 'live' | 'stored';
