import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';

/** What a payload of a history holds, decrypted where the client has the key. */
export async function readPayload<Value>({ options }: Client, payload: Payload): Promise<Value> {
  const { payloadCodecs, payloadConverter } = options.loadedDataConverter;
  let plain = payload;
  for (const codec of payloadCodecs) [plain = plain] = await codec.decode([plain]);
  return payloadConverter.fromPayload<Value>(plain);
}
