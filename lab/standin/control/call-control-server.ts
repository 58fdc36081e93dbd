import net from 'node:net';
import type { Answer } from '../answer';
import { decodeAnswer, encodeCall, type Call } from './call-frame';

const patienceMs = 5_000;

/** Makes a call from Node, to a port on loopback or the path of a socket. Rejects when nobody answers in time. */
export function callControlServer(at: number | string, call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket =
      typeof at === 'string' ? net.connect({ path: at }) : net.connect({ host: '127.0.0.1', port: at, noDelay: true });
    socket.setTimeout(patienceMs, () => socket.destroy(new Error('the lab does not answer')));
    socket.on('error', reject);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => {
      const answer = decodeAnswer(Buffer.concat(chunks));
      if (answer === null) reject(new Error('the lab gave no whole answer'));
      else resolve(answer);
    });
    socket.write(encodeCall(call));
  });
}
