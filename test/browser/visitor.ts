import type { Browser, Page, Response } from 'playwright-core';
import { faultsOfAnswer, operationAt } from '../support/answer-check.ts';

/** More controls than any page has. */
const MOST_TABS = 80;

/** Somebody at a browser of their own, who has a keyboard and nothing else. */
export class Visitor {
  readonly page: Page;
  /** What the browser complained of: errors and warnings, scripts that failed, and answers against the contract. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('response', (response) => this.#hold(response));
  }

  static async at(browser: Browser): Promise<Visitor> {
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB' });
    return new Visitor(await context.newPage());
  }

  /** Opens an address and waits for what it is about. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.heading();
  }

  /** What the page is about. Waits until it is about something, or about this. */
  async heading(text = ''): Promise<string> {
    const heading = this.page.getByRole('heading', { level: 1 }).filter({ hasText: text });
    await heading.waitFor();
    return heading.innerText();
  }

  /** Waits until those who do not see the page are told this. */
  async hear(words: string): Promise<void> {
    await this.page.getByRole('status').filter({ hasText: words }).waitFor();
  }

  /** Goes to a control by the tab key and presses it. */
  async press(name: string, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    await this.tabTo(name);
    await this.page.keyboard.press(key);
  }

  /** Goes to a field by the tab key and types. */
  async fill(name: string, text: string): Promise<void> {
    await this.tabTo(name);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.type(text);
  }

  /** Presses the tab key until a control of that name, or whose name begins so, has the focus. Throws if none gets it. */
  async tabTo(name: string): Promise<void> {
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      if ((await this.#focused()).startsWith(name)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not reach ${name}`);
  }

  /** Signs in on the issuer's page; the password of the people of this machine follows from their names. */
  async signIn(person: 'anna' | 'ben'): Promise<void> {
    await this.page.locator('input[name=password]').waitFor();
    await this.fill('E-mail', `${person}@example.com`);
    await this.fill('Password', `${person}-local`);
    await this.page.keyboard.press('Enter');
    await this.page.getByRole('button', { name: 'Sign out' }).waitFor();
    await this.heading();
  }

  /** Holds what an operation has answered against the contract, unless the page was left before it was read. */
  async #hold(response: Response): Promise<void> {
    const method = response.request().method();
    const [, path] = /^\/v1(\/.+)/.exec(new URL(response.url()).pathname) ?? [];
    if (path === undefined || !operationAt(method, path)) return;
    const body = await response.body().catch(() => undefined);
    if (body === undefined) return;
    const answer = { method, path, status: response.status(), headers: response.headers(), body };
    for (const fault of faultsOfAnswer(answer)) this.complaints.push(`${method} ${path}: ${fault}`);
  }

  /** The accessible name of what has the focus, or where it has none its text; or nothing. */
  async #focused(): Promise<string> {
    const focused = this.page.locator(':focus');
    if ((await focused.count()) === 0) return '';
    const [, name] = /"((?:[^"\\]|\\.)*)"/.exec(await focused.ariaSnapshot()) ?? [];
    return name ?? (await focused.innerText());
  }
}
