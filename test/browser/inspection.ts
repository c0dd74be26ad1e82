import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { temporaryDirectory } from '../support/directories.ts';

/** Where pictures go: to be looked at with PICTURES set, thrown away without. */
const PICTURES = process.env.PICTURES ?? temporaryDirectory();
mkdirSync(PICTURES, { recursive: true });

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 at AA, and what axe holds to be good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A phone, a desk, and what is left of a desk at four times the size of letters. */
const WIDTHS = { desk: 1280, phone: 390, zoomed: 320 };

/**
 * Takes pictures of a page as it stands, at every width, in light and dark.
 *
 * @returns what is wrong with it: violations of WCAG 2.2 AA, and what does not fit its width
 */
export async function inspect(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  await page.evaluate(AXE);
  for (const [device, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height: 844 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const state = `${name}-${device}-${colorScheme}`;
      await page.screenshot({ path: join(PICTURES, `${state}.png`), fullPage: true });
      const found = [...(await violationsOn(page)), ...(await overflowOf(page))];
      faults.push(...found.map((fault) => `${state}: ${fault}`));
    }
  }
  return faults;
}

async function violationsOn(page: Page): Promise<string[]> {
  const run = `axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`;
  const { violations } = await page.evaluate<AxeResults>(run);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 150)}`));
}

async function overflowOf(page: Page): Promise<string[]> {
  const excess = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  return excess > 0 ? [`it is ${excess} pixels too wide`] : [];
}
