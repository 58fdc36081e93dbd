import { expect, test } from '@jest/globals';
import { capturedNics } from '../../domain/captured-nic';
import { allOn, packed } from './sample-pool';

const without = { ...allOn, 'generic-receive-offload': 'off' as const };

test.each([
  ['a NIC of the usual MTU', 1_500, allOn, 1_500],
  ['a jumbo NIC that merges packets of peers with a smaller MTU', 9_000, allOn, 1_500],
  ['a jumbo NIC that merges nothing', 9_000, without, 9_000],
  ['a jumbo NIC that merges by itself (lro)', 9_000, { ...without, 'large-receive-offload': 'on' as const }, 1_500],
])('%s: up to which length a frame surely is one packet', (_, mtu, features, singleBytes) => {
  expect(capturedNics({ eth0: { mtu } }, packed({ eth0: features }))).toEqual({ eth0: { mtu, singleBytes } });
});
