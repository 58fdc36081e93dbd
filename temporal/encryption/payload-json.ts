import type { Payload } from '@temporalio/common';
import { z } from 'zod';

const bytes = z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64'));

/** Payloads in protobuf's JSON, as the Web UI and the temporal command send them to a codec server. */
const bodySchema = z.object({
  payloads: z.array(
    z.object({ metadata: z.record(z.string(), bytes).nullable().default(null), data: bytes.nullable().default(null) }),
  ),
});

/** The payloads of a request's body; null when it holds none. */
export function parsePayloads(body: string): Payload[] | null {
  const checked = bodySchema.safeParse(parseJson(body));
  return checked.success ? checked.data.payloads : null;
}

export const formatPayloads = (payloads: readonly Payload[]): string =>
  JSON.stringify({
    payloads: payloads.map(({ metadata, data }) => ({
      metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, base64(value)])),
      data: base64(data ?? new Uint8Array()),
    })),
  });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const base64 = (data: Uint8Array): string => Buffer.from(data).toString('base64');
