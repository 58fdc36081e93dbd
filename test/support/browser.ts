import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { launch, type Browser, type Page } from 'puppeteer-core';

const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A browser of this machine, or null: tests that look at pages are skipped then. */
export const browserProgram: string | null = programs.find((program) => existsSync(program)) ?? null;

export function startBrowser(): Promise<Browser> {
  if (browserProgram === null) throw new Error('no browser is installed');
  // Containers forbid the sandbox to root, and have a small /dev/shm.
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];
  return launch({ executablePath: browserProgram, args, defaultViewport: { width: 1_500, height: 1_100 } });
}

/** Waits until a page, its frames included, shows all of these words, and answers the whole text; the test bounds it. */
export async function textWith(page: Page, words: readonly string[]): Promise<string> {
  for (;;) {
    const texts = page.frames().map((frame) => frame.evaluate('document.body.innerText').catch(() => ''));
    const text = (await Promise.all(texts)).join('\n');
    if (words.every((word) => text.includes(word))) return text;
    await setImmediate();
  }
}

/**
 * Clicks on what shows these words until it has opened what shows the other ones: a page takes no clicks before its code
 * has come, and does not say when. A second click closes what the first one opens late, so it is given time. The test bounds it.
 */
export async function open(page: Page, words: string, opened: string): Promise<void> {
  const patience = { timeout: 8_000 };
  for (;;) {
    const element = await page.waitForFunction(showing(words), patience).catch(() => null);
    await element
      ?.asElement()
      ?.click()
      .catch(() => undefined);
    const isOpen = await page.waitForFunction(showing(opened), patience).catch(() => null);
    if (isOpen !== null) return;
  }
}

/** An expression for the page: the last thing it shows that begins with these words. */
const showing = (words: string): string => `[...document.querySelectorAll('*')]
  .filter((each) => each.children.length === 0 && each.checkVisibility())
  .findLast((each) => [each.textContent, each.value, each.placeholder].some((text) => String(text).trim().startsWith('${words}')))`;
