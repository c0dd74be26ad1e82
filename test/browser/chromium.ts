import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The browser: Debian's, or the one that CHROMIUM names. */
const PATH = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why there is no browser to be had, or undefined. */
export const noChromium = existsSync(PATH) ? undefined : `no Chromium at ${PATH}`;

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser, which calls nobody by itself. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: PATH, args: ARGUMENTS });
}
