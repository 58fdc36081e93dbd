import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import { startCodecServer } from '../../../temporal/encryption/codec-server';
import type { Encryption } from '../../../temporal/encryption/encryption';
import { formatPayloads, parsePayloads } from '../../../temporal/encryption/payload-json';
import { newEncryption } from './new-encryption';

const uiOrigin = 'http://127.0.0.1:8080';

let encryption: Encryption;
let server: Awaited<ReturnType<typeof startCodecServer>>;
beforeAll(async () => {
  encryption = await newEncryption(1);
  server = await startCodecServer({ encryption, port: 0, uiOrigin: `${uiOrigin}/` });
});
afterAll(async () => {
  await server.close();
});

const url = (path: string): string => `http://127.0.0.1:${String(server.port)}${path}`;

const post = (path: string, body: string, origin?: string): Promise<Response> =>
  fetch(url(path), {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-namespace': 'default',
      ...(origin === undefined ? {} : { origin }),
    },
  });

const preflight = (origin: string): Promise<Response> =>
  fetch(url('/decode'), {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-namespace',
    },
  });

const plain = [defaultPayloadConverter.toPayload({ host: 'db-07' }), defaultPayloadConverter.toPayload(undefined)];

describe('the Web UI', () => {
  test.each(['/decode', '/default/decode', '/decode?namespace=default'])(
    'reads encrypted payloads at %s',
    async (path) => {
      const answer = await post(path, formatPayloads(await encryption.codec.encode(plain)), uiOrigin);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('access-control-allow-origin')).toBe(uiOrigin);
      expect(await answer.text()).toBe(formatPayloads(plain));
    },
  );

  test('may ask from its own pages with the headers it sends', async () => {
    const { status, headers } = await preflight(uiOrigin);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(uiOrigin);
    expect(headers.get('access-control-allow-methods')).toContain('POST');
    expect(headers.get('access-control-allow-headers')?.split(',')).toEqual([
      'authorization',
      'x-namespace',
      'content-type',
    ]);
  });
});

test.each(['http://127.0.0.1:8081', 'http://evil.example', 'null'])('a page of %s learns nothing', async (origin) => {
  const asked = await preflight(origin);
  const read = await post('/decode', formatPayloads(await encryption.codec.encode(plain)), origin);
  expect([asked.status, read.status]).toEqual([403, 403]);
  expect(asked.headers.get('access-control-allow-origin')).not.toBe(origin);
  expect(await read.text()).toBe(`only ${uiOrigin} may ask`);
});

test('the temporal command, which has no origin, encrypts what it sends', async () => {
  const answer = await post('/encode', formatPayloads(plain));
  const encrypted = parsePayloads(await answer.text()) ?? [];
  expect(Buffer.from(encrypted[0]?.metadata?.encoding ?? []).toString()).toBe('binary/encrypted');
  expect(formatPayloads(await encryption.codec.decode(encrypted))).toBe(formatPayloads(plain));
});

describe('a request is answered with', () => {
  test.each([
    ['no JSON', '{'],
    ['no payloads', '{}'],
    ['data that is no base64', '{"payloads":[{"data":"%"}]}'],
    ['metadata that is no base64', '{"payloads":[{"metadata":{"encoding":"json/plain"}}]}'],
  ])('400 when it holds %s', async (_, body) => {
    const { status } = await post('/decode', body);
    expect(status).toBe(400);
  });

  test('400 and the names of both keys when a payload is of another key', async () => {
    const other = await newEncryption(2);
    const answer = await post('/decode', formatPayloads(await other.codec.encode(plain)));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/^payload is encrypted with key \S{8}, and the encryption key here is \S{8}$/);
  });

  test.each([
    ['GET', '/decode', 405],
    ['PUT', '/encode', 405],
    ['GET', '/', 404],
    ['POST', '/download', 404],
  ])('%s %s: %i', async (method, path, status) => {
    expect(await fetch(url(path), { method })).toMatchObject({ status });
  });

  test('413 when it is larger than any payload', async () => {
    const { status } = await post('/decode', ' '.repeat(8 * 1024 * 1024 + 1));
    expect(status).toBe(413);
  });
});

test.each([
  ['the address of the Web UI is none', () => ({ port: 0, uiOrigin: 'localhost' }), /^localhost: expected the address/],
  [
    'its port is taken',
    () => ({ port: server.port, uiOrigin }),
    /^codec server cannot listen on port \d+ of 127.0.0.1$/,
  ],
])('the codec server does not start when %s', async (_, settings, message) => {
  await expect(startCodecServer({ encryption, ...settings() })).rejects.toMatchObject({
    type: 'WrongUsage',
    message: expect.stringMatching(message),
  });
});
