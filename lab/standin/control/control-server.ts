import { once } from 'node:events';
import net from 'node:net';
import { fail, type Answer } from '../answer';
import { listenOnLoopback } from './listen-on-loopback';
import { decodeCall, encodeAnswer, type Call } from './call-frame';

export interface ControlServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Far above any command line of ours. */
const callBytes = 1024 * 1024;

/** Answers calls on loopback, at the wanted port or, where that is taken, another. */
export async function startControlServer(wantedPort: number, answer: (call: Call) => Answer): Promise<ControlServer> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket, answer);
  });
  const port = await listenOnLoopback(server, wantedPort);
  return {
    port,
    stop: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

function serve(socket: net.Socket, answer: (call: Call) => Answer): void {
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    if (received.length > callBytes) {
      socket.destroy();
      return;
    }
    try {
      const call = decodeCall(received);
      if (call !== null) socket.end(encodeAnswer(answer(call)));
    } catch (error) {
      socket.end(encodeAnswer(fail(70, `stand-in: ${error instanceof Error ? error.message : String(error)}\n`)));
    }
  });
}
