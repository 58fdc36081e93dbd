import type { Chance } from '../../chaos/chance';
import type { PifUuid } from '../../domain/ids';
import type { Flow } from './draw-traffic';
import type { DrawnPool, Nic } from './drawn-pool';

/** What is broken in a pool; how often, in packets of a thousand. */
export type Fault =
  | { readonly kind: 'none' }
  /** Partial checksums of a guest, which no NIC ever sees: its packets stay within its host, on a network without PIFs. */
  | { readonly kind: 'guest within its host' }
  | SenderFault
  | { readonly kind: 'receiver'; readonly nic: PifUuid; readonly perMille: number }
  | { readonly kind: 'outside sender'; readonly mac: string; readonly perMille: number }
  /** Damage by nobody in particular, of fewer than one in a hundred packets. */
  | { readonly kind: 'stray'; readonly perMille: number };

/** NICs that fill in wrong checksums for TCP and UDP, or none, whoever on their host sends; ICMP is never left to them. */
export interface SenderFault {
  readonly kind: 'sender' | 'two senders';
  readonly nics: readonly PifUuid[];
  readonly perMille: number;
  readonly fills: 'wrong' | 'partial';
}

export type FaultKind = Fault['kind'];

const kinds: readonly [FaultKind, ...FaultKind[]] = [
  'none',
  'guest within its host',
  ...Array<FaultKind>(6).fill('sender'),
  ...Array<FaultKind>(3).fill('two senders'),
  ...Array<FaultKind>(4).fill('receiver'),
  ...Array<FaultKind>(2).fill('outside sender'),
  ...Array<FaultKind>(3).fill('stray'),
];

/** Plants one fault among those that send or are sent something; none where nobody is there to carry it. */
export function plantFault(pool: DrawnPool, flows: readonly Flow[], chance: Chance): Fault {
  const kind = chance.pick(kinds);
  const perMille = chance.pick([1_000, 1_000, 1_000, 600, 300, 100]);
  switch (kind) {
    case 'none':
    case 'guest within its host':
      return { kind };
    case 'stray':
      return { kind, perMille: chance.between(1, 9) };
    case 'sender':
    case 'two senders': {
      const senders = pool.nics.filter((nic) => nic.tx && flows.some(({ from }) => from.nic === nic.pif.uuid));
      const nics = pickSome(senders, kind === 'sender' ? 1 : 2, chance).map(({ pif }) => pif.uuid);
      return nics.length === 0 ? { kind: 'none' } : { kind, nics, perMille, fills: chance.pick(['wrong', 'partial']) };
    }
    case 'receiver': {
      const [nic] = pickSome(
        pool.nics.filter((each) => isHeardBy(each, flows)),
        1,
        chance,
      );
      return nic === undefined ? { kind: 'none' } : { kind, nic: nic.pif.uuid, perMille };
    }
    case 'outside sender': {
      const [flow] = pickSome(
        flows.filter(({ from }) => from.nic === null),
        1,
        chance,
      );
      return flow === undefined ? { kind: 'none' } : { kind, mac: flow.from.mac, perMille };
    }
  }
}

const isHeardBy = ({ pif }: Nic, flows: readonly Flow[]): boolean => flows.some(({ to }) => to?.nic === pif.uuid);

function pickSome<T>(all: readonly T[], count: number, chance: Chance): readonly T[] {
  const [first, ...rest] = all;
  if (first === undefined || count === 0) return [];
  const picked = chance.pick([first, ...rest]);
  return [
    picked,
    ...pickSome(
      all.filter((each) => each !== picked),
      count - 1,
      chance,
    ),
  ];
}

/** NICs that send damage. */
export const guiltyNics = (fault: Fault): readonly PifUuid[] =>
  fault.kind === 'sender' || fault.kind === 'two senders' ? fault.nics : [];
