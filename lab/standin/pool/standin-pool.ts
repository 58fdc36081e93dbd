import { z } from 'zod';
import { drivers } from '../ethtool/drivers';
import { xapiDatabase } from './xapi-database';

const device = z.object({
  driver: z.enum(drivers),
  /** Kernel features asked for with `ethtool -K`, where that is not what the driver starts with. */
  wanted: z.record(z.string(), z.boolean()),
  mac: z.string(),
  mtu: z.number(),
  /** No packet passes. */
  idle: z.boolean(),
});

/** A network device of a host's dom0; what is in force follows from driver and wanted features. */
export type Device = z.infer<typeof device>;

/** A whole pool: what xapi stores, and the live devices of every host, by host uuid and device name. */
export const standinPool = z.object({
  xapi: xapiDatabase,
  devices: z.record(z.string(), z.record(z.string(), device)),
});

export type StandinPool = z.infer<typeof standinPool>;
