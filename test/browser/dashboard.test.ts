import type { Browser, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { Policies } from '../support/policies.ts';
import { upcomingRequest } from '../support/risks.ts';
import { noChromium, startChromium } from './chromium.ts';
import { inspect } from './inspection.ts';
import { Visitor } from './visitor.ts';

const PURPOSE = 'To compare your cover with other offers';
const CALLBACK = 'http://localhost:8080/callback';

describe.skipIf(noChromium !== undefined)(
  `the dashboard in a browser${noChromium ? ` (${noChromium})` : ''}`,
  () => {
    let api: RunningApi;
    let browser: Browser;
    let reader: Client;
    let shared: string;
    let kept: string;

    beforeAll(async () => {
      [api, browser] = await Promise.all([startApi(), startChromium()]);
      const broker = new Policies(await Client.of(api, 'broker'));
      reader = await Client.of(api, 'reader');
      shared = (await broker.bind(upcomingRequest())).body.policyId;
      const vehicle = { vin: 'WVWZZZ1JZXW000002', plate: '2XYZ987' };
      kept = (await broker.bind(upcomingRequest(), { vehicle })).body.policyId;
    });
    afterAll(async () => {
      await browser?.close();
      await api?.stop();
    });

    /** What the partner asks for: what the policies are, and whose. */
    async function ask(instead: object = {}): Promise<Reply> {
      const body = {
        permissions: ['POLICY_READ', 'IDENTITY_READ'],
        purpose: PURPOSE,
        expiresAt: new Date(Date.now() + 180 * 86_400_000).toISOString(),
        redirectUri: CALLBACK,
        state: 'basket-1',
        ...instead,
      };
      const consent = await reader.call('createConsent', 'POST', '/consents', { body });
      expect(consent.status).toBe(201);
      return consent;
    }

    function read(policyId: string, { body: { consentId } }: Reply): Promise<Reply> {
      const headers = { 'x-consent-id': consentId };
      return reader.call('getPolicy', 'GET', `/policies/${policyId}`, { headers });
    }

    /** Somebody who followed the link of a request, and signed in. */
    async function follow(consent: Reply, person: 'anna' | 'ben'): Promise<Visitor> {
      const visitor = await Visitor.at(browser);
      await visitor.open(consent.body.authorisationUrl);
      await visitor.press('Sign in');
      await visitor.signIn(person);
      return visitor;
    }

    it('takes a customer from a request to its end, by the keyboard alone', async () => {
      const consent = await ask();
      const anna = await Visitor.at(browser);
      const { page } = anna;
      const faults: string[] = [];
      const look = async (name: string) => faults.push(...(await inspect(page, name)));

      await anna.open(consent.body.authorisationUrl);
      expect(await anna.heading()).toBe('A company asks to see some of your insurance data');
      await look('1-door');
      await anna.press('Sign in to see the request');
      await page.locator('input[name=password]').waitFor();
      await look('2-sign-in');
      await anna.signIn('anna');

      expect(await anna.heading()).toContain('Reader asks to see some of your insurance data');
      expect(page.url()).not.toContain('code=');
      await page.getByText(PURPOSE).waitFor();
      await look('3-request');
      await anna.press('Motor insurance for 2XYZ987', 'Space');
      await anna.press('Allow');

      await anna.heading('You have allowed Reader');
      await look('4-allowed');
      const back = await page.getByRole('link', { name: 'Continue to Reader' }).getAttribute('href');
      expect(back?.startsWith(`${CALLBACK}?`)).toBe(true);
      expect(Object.fromEntries(new URL(back ?? '').searchParams)).toEqual({
        consentId: consent.body.consentId,
        status: 'AUTHORISED',
        state: 'basket-1',
      });

      const clear = await read(shared, consent);
      expect(clear.status).toBe(200);
      expect(clear.body.policyholder).toMatchObject({ givenName: 'Anna', familyName: 'Peeters' });
      expect(clear.body.policyholder.email).not.toBe('anna@example.com');
      expect((await read(kept, consent)).status).toBe(404);

      await anna.press('See all your permissions');
      await anna.heading('Who may see your insurance data');
      const entry = page.getByText('Reader saw your name and date of birth');
      await expect
        .poll(
          async () => {
            await anna.press('Look again');
            await page.waitForTimeout(250);
            return entry.count();
          },
          { timeout: 15_000 },
        )
        .toBe(1);
      await look('5-overview');
      await anna.press('Is this list complete?');
      await anna.press('Check the entries shown');
      await anna.hear('unbroken, and signed by your insurer');

      await anna.press('Withdraw');
      await page.getByRole('dialog').waitFor();
      await look('6-withdrawing');
      await anna.press('Withdraw permission');
      await anna.hear('Withdrawn. Reader sees nothing');
      await page.getByText('You withdrew it on').waitFor();
      await look('7-withdrawn');
      const refused = await read(shared, consent);
      expect([refused.status, refused.body.type]).toEqual([403, 'urn:partner-api:problem:consent-not-live']);

      expect(faults).toEqual([]);
      expect(anna.complaints).toEqual([]);
    }, 180_000);

    it('pauses, resumes and gives again', async () => {
      const consent = await ask({ objects: [{ policyId: shared }] });
      const anna = await follow(consent, 'anna');
      await anna.press('Allow');
      await anna.heading('You have allowed Reader');
      await anna.press('See all your permissions');
      await anna.heading('Who may see your insurance data');

      await anna.press('Pause');
      await anna.hear('Paused. Reader sees nothing');
      expect((await read(shared, consent)).status).toBe(403);

      await anna.press('Resume');
      await anna.hear('Resumed. Reader can see');
      expect((await read(shared, consent)).status).toBe(200);

      await anna.press('Withdraw');
      await anna.press('Keep it');
      expect((await read(shared, consent)).status).toBe(200);
      await anna.press('Withdraw');
      await anna.press('Withdraw permission');
      await anna.hear('Withdrawn. Reader sees nothing');
      expect((await read(shared, consent)).status).toBe(403);

      await anna.press('Allow again');
      await anna.page.getByRole('dialog').waitFor();
      await anna.press('Allow again');
      await anna.hear('Allowed again.');
      await anna.page.getByRole('heading', { name: 'Active', exact: true }).waitFor();
      expect(anna.complaints).toEqual([]);
    });

    it('gives again once, though the answer is lost and it is tried again', async () => {
      const consent = await ask({ objects: [{ policyId: shared }] });
      const { consentId } = consent.body;
      const anna = await follow(consent, 'anna');
      await anna.press('Allow');
      await anna.press('See all your permissions');
      await anna.press('Withdraw');
      await anna.press('Withdraw permission');
      await anna.hear('Withdrawn. Reader sees nothing');

      const card = anna.page.locator(`[data-consent=${consentId}]`);
      const again = async () => {
        await card.getByRole('button', { name: 'Allow again' }).click();
        await anna.page.getByRole('dialog').waitFor();
        await anna.press('Allow again');
      };
      const lose = async (route: Route) => {
        await route.fetch();
        await route.abort();
      };
      await anna.page.route('**/re-establishment', lose, { times: 1 });
      await again();
      await card.getByText('There is no connection to your insurer').waitFor();
      await again();
      await anna.hear('Allowed again.');
      const { data } = (await reader.call('listConsents', 'GET', '/consents?limit=100')).body;
      const made = data.filter((row: { baseConsentId?: string }) => row.baseConsentId === consentId);
      expect(made).toHaveLength(1);
    });

    it('says what is open until a permission for one occasion is used', async () => {
      const change = { effectiveDate: '2027-03-01', change: { coverage: 'TPL++' } };
      const permissions = ['POLICY_READ', 'VEHICLE_READ', 'POLICY_CHANGE'];
      const objects = [{ policyId: shared }];
      const anna = await follow(await ask({ permissions, objects, oneShot: true, change }), 'anna');
      const open = anna.page.getByText(
        'this is open to Reader as well, as often as it likes: your policy, your',
      );
      const faults: string[] = [];
      for (const [name, next] of [
        ['once-asked', 'Allow'],
        ['once-allowed', 'See all your permissions'],
        ['once-active', 'Withdraw'],
      ] as const) {
        await open.waitFor();
        faults.push(...(await inspect(anna.page, name)));
        await anna.press(next);
      }
      await anna.press('Withdraw permission');
      await anna.hear('Withdrawn. Reader sees nothing');
      expect(faults).toEqual([]);
    });

    it('takes a no for a no', async () => {
      const consent = await ask();
      const anna = await follow(consent, 'anna');
      await anna.press('Refuse');
      await anna.heading('You have refused Reader');
      const link = anna.page.getByRole('link', { name: 'Continue to Reader' });
      expect(await link.getAttribute('href')).toMatch(/status=REJECTED&state=basket-1$/);
      expect(await inspect(anna.page, 'refused')).toEqual([]);
      expect((await read(shared, consent)).status).toBe(403);
    });

    it('shows nobody the request that is for another', async () => {
      const ben = await follow(await ask({ objects: [{ policyId: shared }] }), 'ben');
      expect(await ben.heading()).toBe('This request cannot be shown');
      expect(await ben.page.locator('body').innerText()).not.toContain(PURPOSE);
      expect(await inspect(ben.page, 'not-yours')).toEqual([]);
      await ben.press('See all your permissions');
      await ben.page.getByText('There is no policy under your login').waitFor();
      expect(await inspect(ben.page, 'nothing')).toEqual([]);
    });

    it('leads back to the request when the session has ended meanwhile', async () => {
      const anna = await follow(await ask(), 'anna');
      const ended = { status: 401, json: { type: 'urn:partner-api:problem:token-expired', status: 401 } };
      await anna.page.route('**/authorisation', (route) => route.fulfill(ended), { times: 1 });
      await anna.press('Allow');
      await anna.page.getByText('You were signed out for your safety').waitFor();
      expect(await inspect(anna.page, 'session-ended')).toEqual([]);
      await anna.press('Sign in');
      await anna.heading('Reader asks to see');
      await anna.press('Allow');
      await anna.heading('You have allowed Reader');
      const link = anna.page.getByRole('link', { name: 'Continue to Reader' });
      expect(await link.getAttribute('href')).toContain('state=basket-1');
    });

    it('uses no sign-in that was not begun here', async () => {
      const victim = await Visitor.at(browser);
      await victim.open(`${api.url}/dashboard?code=stolen&state=forged`);
      await victim.page.getByText('That sign-in was not started here').waitFor();
      expect(victim.page.url()).toBe(`${api.url}/dashboard`);
      expect(await inspect(victim.page, 'forged')).toEqual([]);
    });

    it('forgets who signed in, here and at the issuer', async () => {
      const anna = await Visitor.at(browser);
      await anna.open(`${api.url}/dashboard`);
      await anna.press('Sign in');
      await anna.signIn('anna');
      await anna.press('Sign out');
      await anna.page.waitForURL(`${api.url}/dashboard`);
      await anna.heading('You decide who sees your insurance data');
      await anna.press('Sign in');
      await anna.page.locator('input[name=password]').waitFor();
      expect(anna.complaints).toEqual([]);
    });
  },
);
