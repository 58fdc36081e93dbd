import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { interpolate } from './interpolate';

const environment = z.record(z.string(), z.string()).default({});

/** What the native stack takes from a service. */
const serviceSchema = z.object({
  environment,
  command: z.array(z.string()).default([]),
  /** Those published on loopback: container's port to ours. */
  ports: z
    .array(z.stringFormat('port', /^127\.0\.0\.1:\d+:\d+$/))
    .default([])
    .transform((ports) => new Map(ports.map((port) => published(port)))),
  /** Seconds from the signal to the kill; 10 is compose's own default. */
  stop_grace_period: z
    .stringFormat('seconds', /^\d+s$/)
    .default('10s')
    .transform((period) => Number.parseInt(period, 10)),
});

const fileSchema = z.object({
  services: z.object({
    postgresql: serviceSchema,
    schema: serviceSchema,
    temporal: serviceSchema,
    'prepare-server': serviceSchema,
    worker: serviceSchema,
  }),
});

export type Service = z.infer<typeof serviceSchema>;

export interface ComposeFile {
  readonly services: z.infer<typeof fileSchema>['services'];
  readonly temporalVersion: string;
}

/** Reads docker-compose.yml as compose does: with the variables of `.env` beside it, over which the environment wins. */
export function readComposeFile(folder: string): ComposeFile {
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  const variables = { ...parseEnv(read('.env')), ...process.env };
  const reviver = (_key: unknown, value: unknown): unknown =>
    typeof value === 'string' ? interpolate(value, variables) : value;
  const { services } = fileSchema.parse(parse(read('docker-compose.yml'), reviver, { merge: true }));
  return { services, temporalVersion: interpolate('${TEMPORAL_VERSION}', variables) };
}

function published(port: string): readonly [number, number] {
  const [, ours, container] = port.split(':');
  return [Number(container), Number(ours)];
}
