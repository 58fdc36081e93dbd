import { once } from 'node:events';
import net from 'node:net';
import { fail, type Answer } from '../answer';
import { decodeCall, encodeAnswer, type Call } from './call-frame';

export interface ControlServer {
  /** To be told where to listen. */
  readonly server: net.Server;
  stop(): Promise<void>;
}

/** What a call gets; it may take its time, and `isGone` says when nobody waits for it any more. */
export type Answerer = (call: Call, isGone: () => boolean) => Answer | Promise<Answer>;

/** Far above any command line of ours. */
const callBytes = 1024 * 1024;

/** A server that answers calls. */
export function controlServer(answer: Answerer): ControlServer {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket, answer);
  });
  return {
    server,
    stop: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

function serve(socket: net.Socket, answer: Answerer): void {
  let received = Buffer.alloc(0);
  let isComplete = false;
  socket.on('data', (chunk) => {
    if (isComplete) return;
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    if (received.length > callBytes) {
      socket.destroy();
      return;
    }
    const call = readCall(received);
    if (call === null) return;
    isComplete = true;
    void respond(socket, call, answer);
  });
}

/** Null until the call is complete; an Error when it can never be one. */
function readCall(received: Buffer): Call | Error | null {
  try {
    return decodeCall(received);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function respond(socket: net.Socket, call: Call | Error, answer: Answerer): Promise<void> {
  try {
    if (call instanceof Error) throw call;
    socket.end(encodeAnswer(await answer(call, () => socket.destroyed)));
  } catch (error) {
    socket.end(encodeAnswer(fail(70, `stand-in: ${error instanceof Error ? error.message : String(error)}\n`)));
  }
}
