import { z } from 'zod';
import { failureResponses } from '../domain/control';
import { confirmTime, durationExpected, parseTime, soakTime, type TimeRange } from '../domain/duration';
import { limits } from '../domain/limits';
import { isVifMode, modes } from '../domain/modes';
import { fingerprintExpected, isFingerprint } from './fingerprint';

const onOff = z
  .union([z.literal('on'), z.literal('off'), z.boolean()], 'expected on or off')
  .transform((value) => (value === true || value === 'on' ? ('on' as const) : ('off' as const)));

const mode = onOff.optional();
const anyModes = z.strictObject({
  rx: mode,
  tx: mode,
  sg: mode,
  tso: mode,
  ufo: mode,
  gso: mode,
  gro: mode,
  lro: mode,
});
const vifModes = anyModes.superRefine((desired, context) => {
  for (const name of modes) {
    if (desired[name] === undefined || isVifMode(name)) continue;
    const message = `${name} cannot be set on VIFs: xapi never reads it there`;
    context.addIssue({ code: 'custom', path: [name], message });
  }
});

/** `30s`, `2m`, as seconds. */
const duration = (range: TimeRange) =>
  z
    .string(durationExpected)
    .transform((text, context) => {
      const time = parseTime(text, range);
      if ('seconds' in time) return time.seconds;
      context.addIssue({ code: 'custom', message: time.expected });
      return z.NEVER;
    })
    .optional();

const name = z.string('expected a name').min(1, 'expected a name');
const names = z.array(name, 'expected a list of names').optional();
const files = z.union([name, z.array(name)], 'expected a path or a list of paths').optional();
const settings = 'expected settings under it';
const selection = z.strictObject({ hosts: names, nics: names, vms: names, networks: names }, settings);

const wholeNumber = (min: number, max: number) => {
  const expected = `expected a whole number from ${String(min)} to ${String(max)}`;
  return z.int(expected).min(min, expected).max(max, expected).optional();
};

const poolSchema = z.strictObject(
  {
    hosts: z.array(name, 'expected a list of hosts').min(1, 'name at least one host'),
    ssh: z
      .strictObject(
        {
          user: name.optional(),
          identity: files,
          knownHosts: files,
          hostKeys: z.enum(['strict', 'accept-new'], 'expected strict or accept-new').optional(),
          fingerprints: z
            .array(z.string().refine(isFingerprint, fingerprintExpected), 'expected a list of fingerprints')
            .optional(),
          sshConfig: name.optional(),
          port: wholeNumber(1, 65_535),
          jump: name.optional(),
        },
        settings,
      )
      .optional(),
    policy: z
      .union(
        [
          z.enum(['evidence', 'classic', 'guests']),
          z.strictObject({ pif: anyModes.optional(), vif: vifModes.optional() }),
        ],
        'expected evidence, classic, guests, or modes under pif and vif',
      )
      .optional(),
    only: selection.optional(),
    exclude: selection.optional(),
    waves: z
      .strictObject(
        {
          canary: z.union([z.literal(0), z.literal(1)], 'expected 0 or 1').optional(),
          size: wholeNumber(1, limits.poolHosts),
          soak: duration(soakTime),
          maxFailures: wholeNumber(0, limits.poolHosts),
          onFailure: z.enum(failureResponses, `expected ${failureResponses.join(', ')}`).optional(),
          keepUseless: z.boolean('expected true or false').optional(),
          confirm: duration(confirmTime),
        },
        settings,
      )
      .optional(),
  },
  settings,
);

/** What `xen-offload.yaml` may hold. */
export const fileSchema = z.strictObject(
  { pools: z.record(z.string().min(1), poolSchema, 'expected pools by name') },
  'expected pools: and pools by name under it',
);

export type PoolEntry = z.infer<typeof poolSchema>;
