/** Joins the local server of the folder it is given, says so on a line, and leaves when its standard input ends. */
import { once } from 'node:events';
import { joinLocalServer } from '../../temporal/local-server';

async function main(stateDir: string): Promise<void> {
  const server = await joinLocalServer({ stateDir, progress: () => undefined });
  console.log(JSON.stringify(server));
  process.stdin.resume();
  await once(process.stdin, 'end');
  console.log(JSON.stringify({ wasLast: await server.leave() }));
}

void main(process.argv[2] ?? '');
