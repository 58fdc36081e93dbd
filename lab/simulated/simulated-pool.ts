import { z } from 'zod';

/** A running simulated pool: what it is, and how OpenSSH or anything else reaches it. Paths and names, no secret. */
export const simulatedPool = z.object({
  directory: z.string(),
  pool: z.object({ uuid: z.string(), name: z.string() }),
  coordinatorAddress: z.string(),
  /** For `ssh -F`: knows every host by address and by name. */
  sshConfigFile: z.string(),
  identityFile: z.string(),
  knownHostsFile: z.string(),
  /** `port` is on 127.0.0.1; nobody listens at `address` itself. */
  hosts: z.array(z.object({ name: z.string(), uuid: z.string(), address: z.string(), port: z.number() })),
});

export type SimulatedPool = z.infer<typeof simulatedPool>;
export type SimulatedHost = SimulatedPool['hosts'][number];

/** What a simulated pool was made to do since it started. */
export const simulatorCounters = z.object({
  connections: z.number(),
  executions: z.number(),
  /** By host name. */
  hosts: z.record(z.string(), z.object({ connections: z.number(), executions: z.number() })),
  /** Calls of xe, ethtool and tcpdump, by program. */
  calls: z.record(z.string(), z.number()),
  /** Commands of xe that wrote, by object uuid. */
  xeWrites: z.record(z.string(), z.number()),
});

export type SimulatorCounters = z.infer<typeof simulatorCounters>;
