import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fail, succeed, type Answer } from '../../standin/answer';
import type { Call } from '../../standin/control/call-frame';
import { controlServer } from '../../standin/control/control-server';
import { ArmedFaults } from '../../standin/faults/armed-faults';
import type { HostRecord } from '../../standin/pool/xapi-database';
import { viewDatabase } from '../../standin/xe/xapi-view';
import { xe } from '../../standin/xe/xe';
import { LabFaults } from '../faults/lab-faults';
import { labFiles } from '../lab-files';
import { readLab } from '../running-lab';
import { labCommand, labProgram } from './lab-command';
import { xapiPlan, xapiPlanFile, xapiPort } from './start-xapi';

/**
 * A lab's xapi, as a process in the coordinator's network: `node main.js LAB`. Answers `xe` of every host over the
 * network, so that a host which is cut off cannot ask; and on a socket the commands of the lab and the hooks of faults.
 */
async function main(lab: string): Promise<void> {
  const files = labFiles(lab);
  const { pool, tokens } = xapiPlan.parse(JSON.parse(readFileSync(xapiPlanFile(files.folder), 'utf8')));
  const view = viewDatabase(pool.xapi);
  const armed = new ArmedFaults([], () => undefined);
  const faults = new LabFaults(readLab(lab), armed);
  const hosts = new Map(pool.xapi.hosts.map((host) => [tokens[host.uuid], host]));
  const ofHost = async (host: HostRecord, call: Call): Promise<Answer> => {
    if (call.program !== 'xe') return faults.hook(host.nameLabel, call);
    await faults.hangs(host.nameLabel, call);
    return xe(call.words, { view, faults: armed, onWrite: () => undefined });
  };
  const overNetwork = controlServer(async (call) => {
    const host = hosts.get(call.token);
    return host === undefined || call.program !== 'xe' ? fail(70, 'unknown token\n') : ofHost(host, call);
  });
  const overSocket = controlServer(async (call) => {
    const host = hosts.get(call.token);
    if (host !== undefined) return ofHost(host, call);
    return call.program === labProgram ? command(call.words[0] ?? '', faults) : fail(70, 'unknown token\n');
  });
  overNetwork.server.listen(xapiPort, '0.0.0.0');
  await once(overNetwork.server, 'listening');
  overSocket.server.listen(files.socket);
}

async function command(json: string, faults: LabFaults): Promise<Answer> {
  const parsed = labCommand.parse(JSON.parse(json));
  switch (parsed.ask) {
    case 'add-fault':
      return succeed(JSON.stringify(await faults.add(parsed.fault)));
    case 'clear-faults':
      await faults.clear();
      return succeed('null');
    case 'fired':
      return succeed(JSON.stringify(faults.fired()));
  }
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
