import path from 'node:path';
import type { HostFolder } from './host-folder';

/** The whole environment of a host's processes: nothing of this machine's gets in, its PATH least of all. */
export const hostEnvironment = (folder: HostFolder, controlPort: number, token: string): Record<string, string> => ({
  PATH: [folder.bin, folder.tools].join(path.delimiter),
  HOME: folder.root,
  XEN_OFFLOAD_ROOT: folder.root,
  XEN_STANDIN_PORT: String(controlPort),
  XEN_STANDIN_TOKEN: token,
});
