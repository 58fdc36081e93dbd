import { once } from 'node:events';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type Server } from 'node:http';
import { ValueError, type PayloadCodec } from '@temporalio/common';
import { OffloadError } from '../../domain/errors';
import type { Encryption } from './encryption';
import { formatPayloads, parsePayloads } from './payload-json';

const address = '127.0.0.1';

/** The server takes 2 MB in one event; base64 makes a third more of it. */
const bodyLimitBytes = 8 * 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: OutgoingHttpHeaders;
}

export interface CodecServerSettings {
  readonly encryption: Pick<Encryption, 'codec'>;
  /** 0 for any that is free. */
  readonly port: number;
  /** The Web UI's address; pages of other sites are refused. */
  readonly uiOrigin: string;
}

/**
 * Serves the remote codec protocol of the Web UI and the temporal command on loopback: `POST …/decode` and `…/encode`.
 * The key stays in this process, and nothing of a payload is logged. Throws WrongUsage.
 */
export async function startCodecServer(
  settings: CodecServerSettings,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const { encryption, port } = settings;
  const uiOrigin = parseOrigin(settings.uiOrigin);
  const server = createServer((request, response) => {
    void answer(request, encryption.codec, uiOrigin)
      .catch((): Answer => ({ status: 500, body: 'internal error' }))
      .then(({ status, body, headers }) => {
        const cors = { 'access-control-allow-origin': uiOrigin, vary: 'origin' };
        response.writeHead(status, { 'content-type': 'text/plain', ...cors, ...headers }).end(body);
      });
  });
  return { port: await listen(server, port), close: () => close(server) };
}

async function answer(request: IncomingMessage, codec: PayloadCodec, uiOrigin: string): Promise<Answer> {
  const { origin } = request.headers;
  if (origin !== undefined && origin !== uiOrigin) return { status: 403, body: `only ${uiOrigin} may ask` };
  // A client may put a namespace before it.
  const operation = request.url?.split('?', 1)[0]?.split('/').at(-1);
  if (operation !== 'encode' && operation !== 'decode') return { status: 404, body: 'POST /decode or /encode' };
  if (request.method === 'OPTIONS') return preflight;
  if (request.method !== 'POST') return { status: 405, body: 'POST only', headers: { allow: 'POST, OPTIONS' } };
  const body = await readBody(request);
  if (body === null) return { status: 413, body: `body exceeds ${String(bodyLimitBytes)} bytes` };
  const payloads = parsePayloads(body);
  if (payloads === null) return { status: 400, body: 'body is not {"payloads":[{"metadata":{},"data":""}]}' };
  try {
    const done = await codec[operation](payloads);
    return { status: 200, body: formatPayloads(done), headers: { 'content-type': 'application/json' } };
  } catch (error) {
    if (error instanceof OffloadError || error instanceof ValueError) return { status: 400, body: error.message };
    throw error;
  }
}

const preflight: Answer = {
  status: 204,
  body: '',
  headers: {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization,x-namespace,content-type',
    'access-control-max-age': '3600',
  },
};

/** Null when there is more than the limit; all of it is taken, since a client that still sends reads no answer. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const body: AsyncIterable<Buffer> = request;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes <= bodyLimitBytes) chunks.push(chunk);
  }
  return bytes <= bodyLimitBytes ? Buffer.concat(chunks).toString() : null;
}

function parseOrigin(url: string): string {
  if (!URL.canParse(url)) throw wrongUsage(`${url}: expected the address of the Web UI, like http://127.0.0.1:8080`);
  return new URL(url).origin;
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    await once(server.listen(port, address), 'listening');
  } catch (error) {
    throw wrongUsage(`codec server cannot listen on port ${String(port)} of ${address}`, error);
  }
  const bound = server.address();
  return bound === null || typeof bound === 'string' ? port : bound.port;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await once(server.close(), 'close');
}

const wrongUsage = (message: string, cause?: unknown): OffloadError =>
  new OffloadError({ type: 'WrongUsage', message }, { cause });
