import { routerPort, switchPort } from '../network';
import { sharedNamespace } from '../names';
import { runIp } from '../run-tool';
import type { LabHost } from '../running-lab';

/** Cuts or mends the cable of a host's NIC, at its other end. */
export function setLink(lab: string, { number }: LabHost, nic: string, state: 'up' | 'down'): Promise<void> {
  const [port, namespace] =
    nic === 'eth0'
      ? [routerPort(number), sharedNamespace(lab, 'router')]
      : [switchPort(number, nic), sharedNamespace(lab, 'switch')];
  return runIp([`link set ${port} ${state}`], namespace);
}
