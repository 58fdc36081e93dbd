/** The one lab there is unless another name is given. */
export const defaultLab = 'pool';

/** Every namespace of a lab carries this, so that a clean-up finds exactly those that it made. */
export const namespacePrefix = (lab: string): string => `xen-lab-${lab}-`;

/** The namespaces of a lab besides those of its hosts. */
export type SharedNamespace = 'client' | 'router' | 'switch' | 'guests';
export const sharedNamespaces: readonly SharedNamespace[] = ['client', 'router', 'switch', 'guests'];

export const sharedNamespace = (lab: string, name: SharedNamespace): string => `${namespacePrefix(lab)}${name}`;

export const hostNamespace = (lab: string, number: number): string => `${namespacePrefix(lab)}host-${String(number)}`;

/** Name of a host, numbered from 1. */
export const hostName = (number: number): string => `lab-${String(number).padStart(2, '0')}`;

/**
 * Addresses out of 198.18.0.0/15, which is set apart for test networks (RFC 2544) and routed nowhere: the management
 * network has a subnet for each host, the data network is one.
 */
export const managementAddress = (number: number): string => `198.18.${String(number)}.2`;
export const routerAddress = (number: number): string => `198.18.${String(number)}.1`;
export const dataAddress = (number: number): string => `198.19.0.${String(number)}`;
export const labNetwork = '198.18.0.0/15';

/** Number of the client in the management network; hosts begin at 1. */
export const clientNumber = 0;

/** The NICs of a host: management, data, and the two members of its bond, which are plugged in nowhere. */
export const nics = ['eth0', 'eth1', 'eth2', 'eth3'] as const;
