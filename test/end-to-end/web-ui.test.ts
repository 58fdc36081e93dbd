import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'puppeteer-core';
import { startRemediation, unwrap } from '../../client/start-run';
import type { ChangeResult, RunRef } from '../../domain/pool-run';
import { approveUpdate, progressQuery } from '../../workflows/messages';
import { browserProgram, open, startBrowser, textWith } from '../support/browser';
import { Lab } from '../support/lab';

let lab: Lab;
let browser: Browser;
let page: Page;
let run: ChangeResult & { readonly run: RunRef };

const withBrowser = browserProgram === null ? describe.skip : describe;

withBrowser('the Web UI (skipped where Chromium is not installed)', () => {
  beforeAll(async () => {
    lab = await Lab.start(2);
    browser = await startBrowser();
    page = await browser.newPage();
    run = await lab.remediate({
      policy: { kind: 'custom', pif: { rx: 'off', tx: 'off', sg: 'off' }, vif: {} },
      captureSeconds: 1,
    });
  });
  afterAll(async () => {
    await browser.close();
    await lab.stop();
  });

  test('shows the table of hosts, and what was asked for', async () => {
    await page.goto(lab.session.url(run.run).replace(/history$/, 'user-metadata'));

    await textWith(page, ['policy custom', 'Remediation of simulated pool: done', 'sim-01\tdone', 'sim-02\tdone']);
  });

  test('shows what every step of the run does', async () => {
    await page.goto(lab.session.url(run.run));

    await textWith(page, ['sim-01: ethtool -k', 'sim-02: tcpdump, in and out', 'Change sim-02']);
  });

  test('shows every device and mode that a host’s own run changes', async () => {
    const child = run.hosts.find(({ host }) => host.name === 'sim-02')?.run;
    if (child == null) throw new Error('sim-02 was not changed');
    await page.goto(lab.session.url(child));

    const text = await textWith(page, ['sim-02: confirm over a new connection', 'objects to xapi']);

    expect(text).toMatch(/sim-02: .*eth0.*: rx tx sg/);
  });

  test('offers a person every update, and says what each does', async () => {
    const handle = await startRemediation(
      lab.session,
      await lab.input({ policy: { kind: 'guests' }, needsApproval: true }),
    );
    const waiting = { workflowId: handle.workflowId, runId: handle.firstExecutionRunId };
    while ((await handle.query(progressQuery)).waitsFor !== 'approval') await setImmediate();
    await page.goto(lab.session.url(waiting));
    await open(page, 'More Actions', 'Send an Update');
    await open(page, 'Send an Update', 'Select an Update');
    await open(page, 'Select an Update', 'Begin no further host');
    await textWith(page, ['Begin no further host', 'Go on after a pause', 'finished hosts stay; "undo"']);
    await handle.executeUpdate(approveUpdate);
    expect((await unwrap(handle.result())).outcome).toBe('done');
  });

  test('finds runs by what they ended in', async () => {
    const pages = lab.session.url(run.run).replace(/\/workflows\/.*$/, '/workflows');
    await page.goto(`${pages}?query=${encodeURIComponent('Outcome="done" AND HostsChanged=2')}`);

    await textWith(page, [run.run.runId]);
  });
});

interface Described {
  readonly name: string;
  readonly description: string;
}

test('every activity and every timer of a run, and of its hosts’ runs, has a summary, and every query a description', async () => {
  const own = await Lab.start(2);
  try {
    const input = await own.input();
    const { run: change, hosts } = await own.remediate({ waves: { ...input.waves, soakSeconds: 1 } });
    const runs = [change, ...hosts.flatMap((host) => host.run ?? [])];
    const back = await own.rollback(change);
    runs.push(...back.hosts.flatMap((host) => host.run ?? []));

    const histories = await Promise.all(
      runs.map(({ workflowId, runId }) => own.session.client.workflow.getHandle(workflowId, runId).fetchHistory()),
    );
    const events = histories.flatMap((history) => history.events ?? []);
    const shown = events.filter(
      (event) => event.activityTaskScheduledEventAttributes != null || event.timerStartedEventAttributes != null,
    );
    const silent = shown.filter((event) => event.userMetadata?.summary == null);

    expect(shown.length).toBeGreaterThan(20);
    expect(silent.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? 'timer')).toEqual(
      [],
    );

    const { definition } = await unwrap(
      own.session.client.workflow
        .getHandle(change.workflowId, change.runId)
        .query<{ definition: Record<'queryDefinitions' | 'updateDefinitions', Described[]> }>(
          '__temporal_workflow_metadata',
        ),
    );
    expect(definition.updateDefinitions.map(({ name }) => name).sort()).toEqual([
      'approve',
      'cancel',
      'pause',
      'resume',
    ]);
    const described = [...definition.queryDefinitions, ...definition.updateDefinitions];
    expect(described.filter(({ name, description }) => !name.startsWith('__') && description === '')).toEqual([]);
    expect(definition.queryDefinitions).toContainEqual({
      name: 'progress',
      description: 'The phase of the run and the state of every host',
    });
  } finally {
    await own.stop();
  }
});
