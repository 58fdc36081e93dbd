import { z } from 'zod';

/** The host's name, `sim-02`; any host when left out. */
const host = z.string().optional();
/** A regular expression on the words of a call, joined by blanks: `^pif-param-set` for xe, else `^ethtool -K`. */
const pattern = z.string();

const shared = {
  /** Opportunities that pass unharmed first. */
  skip: z.number().int().nonnegative().optional(),
  /** How often it strikes; without end when left out. */
  times: z.number().int().positive().optional(),
};

/** Right after a matching call of ethtool or tcpdump. */
const afterCall = z.strictObject({ afterCall: pattern });

/** Everything that can be made to go wrong. Each lab says which of it cannot be made to happen there. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** xe answers a matching command with an error of xapi and does nothing. */
  z.strictObject({
    kind: z.literal('xe-refuses'),
    command: pattern,
    error: z
      .enum(['operation-not-allowed', 'rbac', 'still-booting', 'emergency-mode'])
      .default('operation-not-allowed'),
    ...shared,
  }),
  /** xe dies in a param-set of the object, after it has set so many keys. */
  z.strictObject({
    kind: z.literal('xe-dies-between-keys'),
    object: z.string(),
    afterKeys: z.number().int().nonnegative().default(1),
    ...shared,
  }),
  /** xapi goes away during a matching command, before it does anything. */
  z.strictObject({ kind: z.literal('xe-hangs-up'), command: pattern, ...shared }),
  /** `ethtool -K` fails and changes nothing; any device and mode when left out. */
  z.strictObject({
    kind: z.literal('ethtool-refuses'),
    host,
    device: z.string().optional(),
    mode: z.string().optional(),
    ...shared,
  }),
  /** `ethtool -K` says yes and changes nothing. */
  z.strictObject({
    kind: z.literal('ethtool-does-nothing'),
    host,
    device: z.string().optional(),
    mode: z.string().optional(),
    ...shared,
  }),
  /** tcpdump may not listen, and says so; on any device when left out. */
  z.strictObject({ kind: z.literal('tcpdump-refuses'), host, device: z.string().optional(), ...shared }),
  /** A NIC damages what it sends while its tx offload is on; other hosts of its network receive that. */
  z.strictObject({ kind: z.literal('transmit-damaged'), host, device: z.string(), ...shared }),
  /** A NIC damages a share of what it receives, whoever sent it. TCP still gets on with one packet in five lost. */
  z.strictObject({
    kind: z.literal('receive-damaged'),
    host,
    device: z.string().default('eth1'),
    percent: z.number().int().min(1).max(100).default(20),
    ...shared,
  }),
  /** Connections are reset before SSH speaks, open ones at their next execution. */
  z.strictObject({ kind: z.literal('host-unreachable'), host, ...shared }),
  /** The connection ends before an execution starts, when its answer is due, or right after a matching call (`^ethtool -K`). */
  z.strictObject({
    kind: z.literal('connection-cut'),
    host,
    moment: z.union([z.literal('before-execution'), z.literal('after-execution'), afterCall]),
    ...shared,
  }),
  /** A matching call of xe, ethtool or tcpdump does nothing and gives no answer until the faults are cleared. */
  z.strictObject({ kind: z.literal('call-hangs'), host, call: pattern, ...shared }),
  z.strictObject({ kind: z.literal('host-slow'), host, delayMs: z.number().nonnegative(), ...shared }),
  z.strictObject({ kind: z.literal('wrong-host-key'), host, ...shared }),
  /** The program is not on the host's PATH; counted by execution. */
  z.strictObject({
    kind: z.literal('program-missing'),
    host,
    program: z.enum(['xe', 'ethtool', 'tcpdump']),
    ...shared,
  }),
  /** A cable without signal, from a moment on, for a time, until something on the host calls a program, or for good. */
  z.strictObject({
    kind: z.literal('link-cut'),
    host: z.string(),
    device: z.string().default('eth0'),
    from: z.union([z.literal('now'), afterCall]).default('now'),
    until: z
      .union([
        z.literal('cleared'),
        z.strictObject({ seconds: z.number().positive() }),
        z.strictObject({ call: pattern }),
      ])
      .default('cleared'),
    ...shared,
  }),
  /** root's .bashrc greets whoever logs in, commands included. */
  z.strictObject({ kind: z.literal('noisy-profile'), host, ...shared }),
]);

export type Fault = z.infer<typeof faultSchema>;
/** A fault as one writes it, defaults left out. */
export type FaultPlan = z.input<typeof faultSchema>;
export type FaultKind = Fault['kind'];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;
/** Faults of one host rather than of the pool's xapi. */
export type HostFaultKind = Exclude<FaultKind, 'xe-refuses' | 'xe-dies-between-keys' | 'xe-hangs-up'>;
