import net from 'node:net';
import type { Answer } from '../answer';
import { decodeAnswer, encodeCall, type Call } from './call-frame';

const patienceMs = 5_000;

/** Makes a call from Node. Rejects when nobody answers in time. */
export function callControlServer(port: number, call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = net.connect({ host: '127.0.0.1', port, noDelay: true });
    socket.setTimeout(patienceMs, () => socket.destroy(new Error('the simulator does not answer')));
    socket.on('error', reject);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => {
      const answer = decodeAnswer(Buffer.concat(chunks));
      if (answer === null) reject(new Error('the simulator gave no whole answer'));
      else resolve(answer);
    });
    socket.write(encodeCall(call));
  });
}
