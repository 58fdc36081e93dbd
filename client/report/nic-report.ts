import { featuresOf, modeState, type FeatureSet, type ModeState, type PackedFeatures } from '../../domain/features';
import type { HostInspection } from '../../domain/inspection';
import type { HostSlice, StoredModes } from '../../domain/inventory';
import type { PoolVerdicts } from '../../domain/judge-pool';
import { modes, type Mode } from '../../domain/modes';
import type { NicReport } from '../../domain/report';
import type { HostCaptures } from './read-history';

/** What a run saw of one host. */
export interface HostSeen {
  readonly slice: HostSlice;
  readonly inspection: HostInspection | undefined;
  /** Verdicts are about what was captured before the change. */
  readonly captures: HostCaptures;
  readonly verdicts: PoolVerdicts;
  /** Features at the end of a change; they win over the inspection's. */
  readonly after: PackedFeatures | null;
}

/** The NICs and VIFs of a host as a report tells them; none where the host could not be looked at. */
export function nicReports({ slice, inspection, captures, verdicts, after }: HostSeen): readonly NicReport[] {
  if (inspection === undefined) return [];
  const features = latestFeatures(inspection, after);
  const nics = slice.nics.flatMap((nic) => {
    const found = features(nic.device);
    const driver = inspection.nics[nic.device]?.driver ?? '';
    const judged = verdicts.get(nic.uuid);
    return found === undefined
      ? []
      : [
          {
            device: nic.device,
            pif: nic.uuid,
            vif: null,
            driver,
            ...state(found, nic.stored),
            verdict: judged?.verdict ?? null,
            because: judged?.because ?? null,
            mergesForwarded: judged?.mergesForwarded ?? false,
            wouldChange: judged?.wouldChange ?? null,
            evidence: captures.before?.nics[nic.device] ?? null,
            evidenceAfter: captures.after?.nics[nic.device] ?? null,
          },
        ];
  });
  const vifs = slice.vifs.flatMap((vif) => {
    const found = vif.device === null ? undefined : features(vif.device);
    return found === undefined || vif.device === null
      ? []
      : [
          {
            device: vif.device,
            pif: null,
            vif: vif.uuid,
            driver: 'vif',
            ...state(found, vif.stored),
            verdict: null,
            because: null,
            mergesForwarded: false,
            wouldChange: null,
            evidence: null,
            evidenceAfter: null,
          },
        ];
  });
  return [...nics, ...vifs];
}

/** The features of a host's devices: those at the end of a change, where it read them, else the inspection's. */
export const latestFeatures =
  ({ features }: HostInspection, after: PackedFeatures | null) =>
  (device: string): FeatureSet | undefined =>
    (after === null ? undefined : featuresOf(after, device)) ?? featuresOf(features, device);

const state = (features: FeatureSet, stored: StoredModes): Pick<NicReport, 'features' | 'stored'> => ({
  features: allModes((mode) => modeState(features, mode)),
  stored,
});

function allModes(value: (mode: Mode) => ModeState): Readonly<Record<Mode, ModeState>> {
  const [rx, tx, sg, tso, ufo, gso, gro, lro] = modes;
  return {
    rx: value(rx),
    tx: value(tx),
    sg: value(sg),
    tso: value(tso),
    ufo: value(ufo),
    gso: value(gso),
    gro: value(gro),
    lro: value(lro),
  };
}
