import { setTimeout as sleep } from 'node:timers/promises';
import { fail, type Answer } from '../../standin/answer';
import { callLine, type Call } from '../../standin/control/call-frame';
import { parseRequests } from '../../standin/ethtool/change-features';
import { struckChange } from '../../standin/ethtool/struck-change';
import { struckCapture } from '../../standin/tcpdump/struck-capture';
import { parseCapture } from '../../standin/tcpdump/tcpdump-arguments';
import type { ArmedFaults } from '../../standin/faults/armed-faults';
import { faultSchema, type Fault, type FaultOf, type FaultPlan } from '../../standin/faults/fault';
import type { LabHost, RunningLab } from '../running-lab';
import { applyEffects } from './apply-effects';
import { breakHardware, isOfHardware, mendHardware, requireHardware, type HardwareFault } from './hardware';
import { hostEffects } from './host-effects';
import { setLink } from './link';
import { cutConnections } from './process-one';

/** The answer that lets a hooked call go on. */
const goOn: Answer = { stdout: '', stderr: '', exitCode: 200 };

/** The kinds that act once armed, not at calls. */
const standing: ReadonlySet<Fault['kind']> = new Set([
  'noisy-profile',
  'host-unreachable',
  'wrong-host-key',
  'program-missing',
  'transmit-damaged',
  'receive-damaged',
]);

/** The faults of a lab: makes them happen on its hosts, and takes them away again. */
export class LabFaults {
  private readonly cutLinks = new Map<string, { host: LabHost; fault: FaultOf<'link-cut'> }>();

  constructor(
    private readonly lab: RunningLab,
    private readonly faults: ArmedFaults,
  ) {}

  /** Arms a fault; returns its id. Throws Error for one that cannot be made to happen here. */
  async add(plan: FaultPlan): Promise<string> {
    const fault = faultSchema.parse(plan);
    if ('host' in fault && fault.host !== undefined) this.host(fault.host);
    if (fault.kind === 'connection-cut' && fault.moment === 'after-execution') {
      throw new Error('a real sshd does not tell when an execution ends: use moment={"afterCall": …}');
    }
    if (isOfHardware(fault)) requireHardware(fault);
    const id = this.faults.add(fault);
    this.applyAll();
    if (standing.has(fault.kind)) this.faults.strikeNow(id);
    if (isOfHardware(fault)) await this.forHosts(fault, breakHardware);
    if (fault.kind === 'link-cut' && fault.from === 'now') {
      this.faults.strikeNow(id);
      await this.cutLink(fault);
    }
    return id;
  }

  /** Takes every fault away. */
  async clear(): Promise<void> {
    const broken = this.faults.list().flatMap(({ fault }) => (isOfHardware(fault) ? [fault] : []));
    this.faults.clear();
    await Promise.all(broken.map((fault) => this.forHosts(fault, mendHardware)));
    await Promise.all([...this.cutLinks.values()].map(({ fault }) => this.mendLink(fault)));
    this.applyAll();
  }

  fired(): Record<string, number> {
    return this.faults.fired();
  }

  /** What a hooked program, or a login, is told. */
  async hook(host: string, { program: moment, words, token }: Call): Promise<Answer> {
    const [program = '', ...rest] = words;
    const call = { token, program, words: rest };
    if (moment === 'login') await this.login(host);
    else if (moment === 'before-call') {
      await this.hangs(host, call);
      return this.struck(host, call) ?? goOn;
    } else if (moment === 'after-call') await this.afterCall(host, call);
    else return fail(70, `no such moment: ${moment}\n`);
    return goOn;
  }

  /** Waits as long as the faults want a call to hang. */
  async hangs(host: string, call: Call): Promise<void> {
    const matches = (fault: FaultOf<'call-hangs'>): boolean => new RegExp(fault.call).test(callLine(call));
    if (this.faults.strikeHost(host, 'call-hangs', matches) !== null) await this.faults.untilCleared();
  }

  private struck(host: string, { program, words }: Call): Answer | null {
    if (program === 'tcpdump' && words.includes('-i')) {
      return struckCapture(host, parseCapture(words).device, this.faults);
    }
    const [option, device, ...requested] = words;
    const requests = program === 'ethtool' && option === '-K' ? parseRequests(requested) : null;
    return requests === null || device === undefined ? null : struckChange(host, device, requests, this.faults);
  }

  private async login(host: string): Promise<void> {
    const slow = this.faults.strikeHost(host, 'host-slow');
    if (slow !== null) await sleep(slow.delayMs);
    const cut = this.faults.strikeHost(host, 'connection-cut', ({ moment }) => moment === 'before-execution');
    if (cut !== null) cutConnections(this.host(host));
  }

  private async afterCall(host: string, call: Call): Promise<void> {
    const line = callLine(call);
    const isAfter = (moment: unknown): boolean =>
      typeof moment === 'object' &&
      moment !== null &&
      'afterCall' in moment &&
      new RegExp(String(moment.afterCall)).test(line);
    const cable = this.faults.strikeHost(host, 'link-cut', ({ from }) => isAfter(from));
    if (cable !== null) await this.cutLink(cable);
    if (this.faults.strikeHost(host, 'connection-cut', ({ moment }) => isAfter(moment)) !== null) {
      cutConnections(this.host(host));
    }
    for (const cut of [...this.cutLinks.values()]) {
      const { until } = cut.fault;
      const isMended =
        cut.host.name === host && typeof until === 'object' && 'call' in until && new RegExp(until.call).test(line);
      if (isMended) await this.mendLink(cut.fault);
    }
  }

  private async cutLink(fault: FaultOf<'link-cut'>): Promise<void> {
    const host = this.host(fault.host);
    this.cutLinks.set(linkName(fault), { host, fault });
    await setLink(this.lab.lab, host, fault.device, 'down');
    if (typeof fault.until !== 'object' || !('seconds' in fault.until)) return;
    setTimeout(() => {
      void this.mendLink(fault);
    }, fault.until.seconds * 1_000);
  }

  private async mendLink(fault: FaultOf<'link-cut'>): Promise<void> {
    const cut = this.cutLinks.get(linkName(fault));
    if (cut === undefined) return;
    this.cutLinks.delete(linkName(fault));
    await setLink(this.lab.lab, cut.host, fault.device, 'up');
  }

  private async forHosts(fault: HardwareFault, act: typeof breakHardware): Promise<void> {
    const hosts = fault.host === undefined ? this.lab.hosts : [this.host(fault.host)];
    await Promise.all(hosts.map((host) => act(this.lab.lab, host, fault)));
  }

  private applyAll(): void {
    const armed = this.faults.list().map(({ fault }) => fault);
    for (const host of this.lab.hosts) applyEffects(host, hostEffects(armed, host.name));
  }

  private host(name: string): LabHost {
    const host = this.lab.hosts.find((each) => each.name === name);
    if (host === undefined) throw new Error(`the lab has no host ${name}`);
    return host;
  }
}

const linkName = ({ host, device }: FaultOf<'link-cut'>): string => `${host} ${device}`;
