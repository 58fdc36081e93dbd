import path from 'node:path';

/** Where all labs keep what they need while they are up. */
const labsFolder = '/var/lib/xen-offload-lab';

/** Where a lab keeps what. */
export interface LabFiles {
  readonly folder: string;
  /** The running lab, as JSON; written last, so that a lab that has it is complete. */
  readonly lab: string;
  readonly identity: string;
  readonly knownHosts: string;
  readonly sshConfig: string;
  /** The lab as a pool for xen-offload. */
  readonly config: string;
  /** Where xapi, and faults, are asked by programs of hosts and by other processes. */
  readonly socket: string;
  readonly xapiLog: string;
  host(name: string): HostFiles;
}

export interface HostFiles {
  readonly folder: string;
  /** Laid over the host's own file system at its start. */
  readonly tree: string;
  /** `/var/lib` of the host. */
  readonly varLib: string;
  readonly log: string;
}

export function labFiles(lab: string): LabFiles {
  const folder = path.join(labsFolder, lab);
  const at = (...names: readonly string[]): string => path.join(folder, ...names);
  return {
    folder,
    lab: at('lab.json'),
    identity: at('identity'),
    knownHosts: at('known_hosts'),
    sshConfig: at('ssh_config'),
    config: at('xen-offload.yaml'),
    socket: at('shared', 'control.sock'),
    xapiLog: at('xapi.log'),
    host: (name) => ({
      folder: at('hosts', name),
      tree: at('hosts', name, 'tree'),
      varLib: at('hosts', name, 'var-lib'),
      log: at('hosts', name, 'sshd.log'),
    }),
  };
}
