import { expect, test } from '@jest/globals';
import { inventoryPart, joinParts } from '../../domain/discovery';
import { isPifUuid, isVifUuid, isVmUuid } from '../../domain/ids';
import type { PoolInventory } from '../../domain/inventory';
import { limits } from '../../domain/limits';
import { host, nic, pool, uuid, vif } from './sample-pool';

const spread = <Id extends string>(isKind: (text: string) => text is Id, n: number): Id => {
  const text = uuid(isKind, n).replace(/^.{8}/, n.toString(16).padStart(8, '0'));
  if (isKind(text)) return text;
  throw new Error(text);
};

const big: PoolInventory = {
  ...pool({
    hosts: [host(1)],
    pifs: Array.from({ length: 400 }, (_, n) => nic(n, 1, 'eth0', { uuid: spread(isPifUuid, n) })),
    vifs: Array.from({ length: 150 }, (_, n) => vif(n, 1, 'vif1.0', { uuid: spread(isVifUuid, 1_000 + n) })),
  }),
  templateVifs: Array.from({ length: 150 }, (_, n) => ({
    uuid: spread(isVifUuid, 2_000 + n),
    vm: uuid(isVmUuid, n),
    of: 'template',
    stored: { tx: 'off' },
  })),
};

const objects = ({ pifs, vifs, templateVifs }: PoolInventory): readonly string[] =>
  [...pifs, ...vifs, ...templateVifs].map((object) => object.uuid).sort();

test('a pool too big for one payload comes in parts, VIFs of templates among them, and is whole again when joined', () => {
  const { parts, inventory: first } = inventoryPart(big, 0);
  const others = Array.from({ length: parts - 1 }, (_, part) => inventoryPart(big, part + 1).inventory);

  expect(parts).toBe(2);
  expect([first, ...others].every((part) => objects(part).length <= limits.discoveryObjects)).toBe(true);
  expect(objects(joinParts(first, others))).toEqual(objects(big));
});
