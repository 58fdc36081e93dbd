import { beforeAll, describe, expect, test } from '@jest/globals';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import type { Encryption } from '../../../temporal/encryption/encryption';
import { newEncryption } from './new-encryption';

const value = { host: 'db-07.example', findings: ['tso on eth0'] };

let ours: Encryption;
let others: Encryption;
beforeAll(async () => {
  [ours, others] = await Promise.all([newEncryption(1), newEncryption(2)]);
});

const encrypt = async ({ codec }: Encryption, content: unknown): Promise<Payload> => {
  const [payload] = await codec.encode([defaultPayloadConverter.toPayload(content)]);
  if (payload === undefined) throw new Error('one payload in, none out');
  return payload;
};

const read = async ({ codec }: Encryption, payload: Payload): Promise<unknown> => {
  const [plain = payload] = await codec.decode([payload]);
  return defaultPayloadConverter.fromPayload(plain);
};

const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('latin1');
const keyId = ({ metadata }: Payload): string => text(metadata?.['encryption-key-id']);

describe('an encrypted payload', () => {
  test.each([[value], [null], [undefined], [''], [new Uint8Array([0, 255])], ['x'.repeat(1_000_000)]])(
    'is read again as what it was',
    async (content) => {
      expect(await read(ours, await encrypt(ours, content))).toEqual(content);
    },
  );

  test('shows neither its content nor how that was encoded', async () => {
    const { metadata, data } = await encrypt(ours, value);
    expect(Object.keys(metadata ?? {})).toEqual(['encoding', 'encryption-key-id']);
    expect(text(metadata?.encoding)).toBe('binary/encrypted');
    expect(text(data)).not.toMatch(/db-07|json/);
  });

  test('never looks the same twice: what repeats would show', async () => {
    const [first, second] = [await encrypt(ours, value), await encrypt(ours, value)];
    expect(text(first.data)).not.toBe(text(second.data));
  });

  test('of another key is refused with the names of both keys', async () => {
    const [mine, theirs] = [await encrypt(ours, value), await encrypt(others, value)];
    expect(keyId(mine)).not.toBe(keyId(theirs));
    await expect(read(ours, theirs)).rejects.toMatchObject({
      type: 'BadConfig',
      message: `payload is encrypted with key ${keyId(theirs)}, and the encryption key here is ${keyId(mine)}`,
    });
  });

  test('of another key is refused also under the name of ours', async () => {
    const [mine, theirs] = [await encrypt(ours, value), await encrypt(others, value)];
    await expect(read(ours, { ...theirs, metadata: mine.metadata ?? null })).rejects.toThrow('was changed');
  });

  test.each<[string, (data: Buffer) => Uint8Array]>([
    ['its iv', (data) => flipped(data, 0)],
    ['its ciphertext', (data) => flipped(data, 12)],
    ['its tag', (data) => flipped(data, data.length - 1)],
    ['its length', (data) => data.subarray(0, -1)],
    ['its tag cut to 4 bytes', (data) => data.subarray(0, -12)],
    ['nothing left', () => new Uint8Array()],
  ])('is refused when it was changed: %s', async (_, change) => {
    const payload = await encrypt(ours, value);
    await expect(read(ours, { ...payload, data: change(Buffer.from(payload.data ?? [])) })).rejects.toThrow(
      `payload of key ${keyId(payload)} was changed after it was encrypted`,
    );
  });
});

test.each<[string, Payload]>([
  ['from before encryption was on', defaultPayloadConverter.toPayload(value)],
  ['without metadata', { data: Buffer.from('data') }],
])('a payload %s is left as it is', async (_, payload) => {
  const [left] = await ours.codec.decode([payload]);
  expect(left).toBe(payload);
});

function flipped(data: Buffer, index: number): Uint8Array {
  const copy = Buffer.from(data);
  copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
  return copy;
}
