import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cast, consentRequest, policyOfAnna, startCast } from '../support/consents.ts';

const EVIL = 'https://evil.example';

let cast: Cast;
let consentId: string;
let token: string;

beforeAll(async () => {
  cast = await startCast();
  await policyOfAnna(cast.policies);
  consentId = await cast.reader.ask(consentRequest());
  token = await cast.api.token('anna');
});
afterAll(() => cast?.api.stop());

const url = () => `${cast.api.url}/me/consents/${consentId}/authorisation`;

describe('a page of somebody else, in the browser of a customer who is signed in', () => {
  // What a form or a script can send across sites without being asked for leave: the browser adds cookies, no token.
  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'objects='],
    ['a text that is JSON', { 'content-type': 'text/plain' }, '{}'],
    ['nothing at all', {}, undefined],
    ['a cookie that holds a token', { cookie: 'access_token=TOKEN; authorization=Bearer TOKEN' }, undefined],
  ])('sends %s, and nothing is authorised', async (_what, headers, body) => {
    const sent = Object.entries(headers).map(([name, value]) => [name, value.replaceAll('TOKEN', token)]);
    const answer = await fetch(url(), {
      method: 'POST',
      headers: { origin: EVIL, 'sec-fetch-site': 'cross-site', ...Object.fromEntries(sent) },
      ...(body !== undefined && { body }),
    });
    expect(answer.status).toBe(401);
    expect((await cast.anna.get(consentId)).body.status).toBe('AWAITING_AUTHORISATION');
  });

  it('has no token taken out of an address', async () => {
    const answer = await fetch(`${url()}?access_token=${token}`, { method: 'POST' });
    expect(answer.status).toBe(401);
  });

  it('is given no leave to send a token, nor to read what comes back', async () => {
    const preflight = await fetch(url(), {
      method: 'OPTIONS',
      headers: {
        origin: EVIL,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
    const answer = await fetch(`${cast.api.url}/me/consents`, {
      headers: { origin: EVIL, authorization: `Bearer ${token}` },
    });
    for (const { headers } of [preflight, answer])
      expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(preflight.ok).toBe(false);
  });

  it('cannot frame the dashboard', async () => {
    const { headers } = await fetch(`${cast.api.url}/dashboard`);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});
