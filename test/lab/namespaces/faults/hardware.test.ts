import { expect, test } from '@jest/globals';
import { requireHardware } from '../../../../lab/namespaces/faults/hardware';

test.each(['eth0', 'eth2', 'eth9'])('%s cannot be made to damage packets, and the lab says why', (device) => {
  expect(() => {
    requireHardware({ kind: 'transmit-damaged', device });
  }).toThrow(`${device} cannot damage packets: in a lab only eth1 is plugged into a network of hosts`);
});
