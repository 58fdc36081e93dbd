import type { PifUuid, DeviceName } from './ids';
import type { SenderCounts } from './inspection';
import type { Mode } from './modes';

/** What one NIC received damaged from one address. */
export interface Damage {
  /** The MAC address it came from. */
  readonly sender: string;
  readonly receiver: PifUuid;
  /** The receiver as people call it: `host-1 eth1`. */
  readonly at: string;
  readonly counts: SenderCounts;
}

/** Why a NIC is to be changed, and where it must show that the change helped. */
export interface Proof {
  readonly nic: PifUuid;
  readonly device: DeviceName;
  readonly mode: Mode;
  readonly because: string;
  /** Whether it proves no more than that the NIC may be to blame: then the change stays only where it is seen to help. */
  readonly onTrial: boolean;
  /** Empty where no packets were needed to prove it. */
  readonly damage: readonly Damage[];
}
