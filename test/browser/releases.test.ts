import { decodeJwt } from 'jose';
import type { Browser, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { chained, type ReleasePage } from '../support/customers.ts';
import { Policies } from '../support/policies.ts';
import { upcomingRequest } from '../support/risks.ts';
import { noChromium, startChromium } from './chromium.ts';
import { inspect } from './inspection.ts';
import { Visitor } from './visitor.ts';

describe.skipIf(noChromium !== undefined)(
  `the list of who saw what, in a browser${noChromium ? ` (${noChromium})` : ''}`,
  () => {
    let api: RunningApi;
    let browser: Browser;
    let anna: Visitor;

    beforeAll(async () => {
      [api, browser] = await Promise.all([startApi(), startChromium()]);
      const broker = new Policies(await Client.of(api, 'broker'));
      const { policyId } = (await broker.bind(upcomingRequest())).body;
      for (const _ of ['once', 'twice']) await broker.get(policyId);
      const customer = await Client.of(api, 'anna');
      const list = (query: string) => customer.call('listMyReleases', 'GET', `/me/releases${query}`);
      await chained(list, ({ length }) => length >= 3);
    });
    afterAll(async () => {
      await browser?.close();
      await api?.stop();
    });

    /** What Anna is told of the list where a server answers otherwise than ours. */
    async function told(file: string, alter: (body: never) => object): Promise<string> {
      anna = await Visitor.at(browser);
      await anna.page.route(file, async (route: Route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, json: alter((await answer.json()) as never) });
      });
      await anna.open(`${api.url}/dashboard`);
      await anna.press('Sign in');
      await anna.signIn('anna');
      await anna.press('Is this list complete?');
      await anna.press('Check the entries shown');
      const result = anna.page.locator('.result');
      await expect.poll(() => result.innerText()).not.toBe('');
      return result.innerText();
    }
    const listed = (alter: (page: ReleasePage) => ReleasePage) => told('**/me/releases?*', alter);

    it('is checked to its first entry', async () => {
      expect(await listed((page) => page)).toMatch(
        /unbroken, and signed by your insurer up to entry \d+ on .*\.$/,
      );
    });

    it('tells that its end is missing, also where that is all', async () => {
      const cutOff = await listed((page) => {
        const { seq: signed } = decodeJwt<{ seq: number }>(page.checkpoint ?? '');
        return { ...page, data: page.data.filter(({ seq }) => seq < signed) };
      });
      expect(cutOff).toMatch(
        /^Everything from entry (\d+) on is missing, although your insurer signed up to entry \1\./,
      );
      expect(await inspect(anna.page, 'cut-off')).toEqual([]);
      const empty = await listed((page) => ({ ...page, data: [] }));
      expect(empty).toContain('Everything from entry 1 on is missing');
      expect(await anna.page.locator('.releases').innerText()).not.toContain('Nobody so far');
    });

    it('tells that its beginning is missing, or is not shown yet', async () => {
      const withoutFirst = (page: ReleasePage) => ({ ...page, data: page.data.slice(0, -1) });
      expect(await listed(withoutFirst)).toContain('Something is missing before entry 2.');
      const paged = await listed((page) => ({ ...withoutFirst(page), next: 'bmV4dA' }));
      expect(paged).toMatch(/up to entry \d+ on .*\. Earlier entries are not shown yet, and not checked\.$/);
    });

    it('tells a signature of another’s from the insurer’s, or that it cannot now', async () => {
      const settings = '**/dashboard/config.json';
      const other = await told(settings, (page: object) => ({ ...page, checkpointKeyId: 'A'.repeat(43) }));
      expect(other).toContain('The signature that came with them is not your insurer’s for your data.');
      const unknown = await told(settings, (page: object) => ({ ...page, checkpointKeyId: undefined }));
      expect(unknown).toContain('cannot be checked now');
      expect(anna.complaints).toEqual([]);
    });
  },
);
