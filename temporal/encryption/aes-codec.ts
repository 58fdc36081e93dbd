import { randomBytes, webcrypto } from 'node:crypto';
import { METADATA_ENCODING_KEY, ValueError, type Payload, type PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { OffloadError } from '../../domain/errors';

/** Encoding and metadata field that the SDKs' samples use for the same purpose. */
const encoding = 'binary/encrypted';
const keyIdField = 'encryption-key-id';

const ivBytes = 12;
const tagBytes = 16;

export interface PayloadKey {
  /** Says which key a payload needs; tells nothing of the key. */
  readonly id: string;
  /** AES-256. */
  readonly key: webcrypto.CryptoKey;
}

/**
 * Encrypts whole payloads, their metadata included, with AES-256-GCM: the data is iv, ciphertext and tag. A random iv is
 * safe for some 4 thousand million payloads of one key. Payloads of other encodings, from before encryption was on, are
 * left as they are. Decoding throws BadConfig for another key's payload, ValueError for one that was changed.
 */
export const aesCodec = (key: PayloadKey): PayloadCodec => ({
  encode: (payloads) => Promise.all(payloads.map((payload) => encrypt(payload, key))),
  decode: (payloads) => Promise.all(payloads.map((payload) => decrypt(payload, key))),
});

async function encrypt(payload: Payload, { id, key }: PayloadKey): Promise<Payload> {
  const iv = randomBytes(ivBytes);
  const plain = temporal.api.common.v1.Payload.encode(payload).finish();
  const sealed = await webcrypto.subtle.encrypt(cipher(iv, id), key, plain);
  return {
    metadata: { [METADATA_ENCODING_KEY]: Buffer.from(encoding), [keyIdField]: Buffer.from(id) },
    data: Buffer.concat([iv, new Uint8Array(sealed)]),
  };
}

async function decrypt(payload: Payload, { id, key }: PayloadKey): Promise<Payload> {
  const { metadata, data } = payload;
  if (text(metadata?.[METADATA_ENCODING_KEY]) !== encoding) return payload;
  const keyId = text(metadata?.[keyIdField]);
  if (keyId !== id) {
    const message = `payload is encrypted with key ${keyId.slice(0, 40)}, and the encryption key here is ${id}`;
    throw new OffloadError({ type: 'BadConfig', message });
  }
  const iv = data?.subarray(0, ivBytes) ?? new Uint8Array();
  const sealed = data?.subarray(ivBytes) ?? new Uint8Array();
  try {
    const plain = await webcrypto.subtle.decrypt(cipher(iv, id), key, sealed);
    return temporal.api.common.v1.Payload.decode(new Uint8Array(plain));
  } catch {
    throw new ValueError(`payload of key ${id} was changed after it was encrypted`);
  }
}

const cipher = (iv: Uint8Array, keyId: string): webcrypto.AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  tagLength: tagBytes * 8,
  additionalData: Buffer.from(`${encoding} ${keyId}`),
});

const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString();
