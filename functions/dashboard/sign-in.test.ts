import { afterEach, describe, expect, it, vi } from 'vitest';
import { challengeOf, unguessable } from './page/pkce.js';
import { authorizationUrl } from './page/sign-in.js';
import { readReturn, redeem } from './page/sign-in-return.js';

const settings = {
  dashboardUrl: 'https://api.example/v1/dashboard',
  clientId: 'page',
  authorizeUrl: 'https://issuer.example/oauth2/authorize',
  tokenUrl: 'https://issuer.example/oauth2/token',
  customerScope: 'partner-api/customer',
};
const pending = { state: 's', nonce: 'n', verifier: 'v', link: { consentId: 'con_1', state: 'basket-1' } };

describe('a verifier', () => {
  it('is long and never the same', () => {
    const some = Array.from({ length: 100 }, unguessable);
    expect(new Set(some).size).toBe(100);
    for (const text of some) expect(text).toMatch(/^[\w-]{43}$/);
  });

  it('is shown as its hash, as RFC 7636 has it in appendix B', async () => {
    const challenge = await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk');
    expect(challenge).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
  });
});

describe('a sign-in', () => {
  it('asks the issuer for a code, and shows nothing of the verifier', () => {
    const url = new URL(authorizationUrl(settings, pending, 'challenge'));
    expect(`${url.origin}${url.pathname}`).toBe(settings.authorizeUrl);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'page',
      redirect_uri: settings.dashboardUrl,
      scope: 'openid partner-api/customer',
      state: 's',
      nonce: 'n',
      code_challenge: 'challenge',
      code_challenge_method: 'S256',
    });
  });

  it.each([
    ['?consent=con_1', undefined],
    ['?code=c&state=s', { code: 'c', pending }],
    ['?code=c&state=other', { failure: 'not-ours' }],
    ['?code=c', { failure: 'not-ours' }],
    ['?error=access_denied&state=s', { failure: 'cancelled' }],
    ['?error=server_error&state=s', { failure: 'refused' }],
    ['?error=access_denied&state=other', { failure: 'not-ours' }],
    ['?code=&state=s', { failure: 'refused' }],
  ])('that comes back with %s is %o', (query, outcome) => {
    expect(readReturn(new URLSearchParams(query), pending)).toEqual(outcome);
  });

  it('that was not begun in this tab is refused', () => {
    expect(readReturn(new URLSearchParams('?code=c&state=s'), undefined)).toEqual({ failure: 'not-ours' });
  });
});

describe('a code', () => {
  afterEach(() => vi.unstubAllGlobals());

  function issuerAnswering(answer: () => Promise<Response>) {
    const fetch = vi.fn((_url: string, _request: RequestInit) => answer());
    vi.stubGlobal('fetch', fetch);
    return fetch;
  }
  const idToken = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

  it('becomes a token, with the verifier as proof', async () => {
    const id_token = idToken({ nonce: 'n', email: 'zoë@example.com' });
    const fetch = issuerAnswering(async () => Response.json({ access_token: 'a', id_token }));
    expect(await redeem(settings, pending, 'c')).toEqual({ token: 'a', email: 'zoë@example.com' });
    const [url, request] = fetch.mock.calls[0] ?? [];
    expect(url).toBe(settings.tokenUrl);
    expect(Object.fromEntries(request?.body as URLSearchParams)).toEqual({
      grant_type: 'authorization_code',
      client_id: 'page',
      redirect_uri: settings.dashboardUrl,
      code: 'c',
      code_verifier: 'v',
    });
  });

  it('does without an identity token', async () => {
    issuerAnswering(async () => Response.json({ access_token: 'a' }));
    expect(await redeem(settings, pending, 'c')).toEqual({ token: 'a' });
  });

  it('that somebody else signed in for is not used', async () => {
    issuerAnswering(async () => Response.json({ access_token: 'a', id_token: idToken({ nonce: 'x' }) }));
    expect(await redeem(settings, pending, 'c')).toEqual({ failure: 'not-ours' });
  });

  it('that the issuer does not take, or cannot be asked about, is a failure', async () => {
    issuerAnswering(async () => new Response('{}', { status: 400 }));
    expect(await redeem(settings, pending, 'c')).toEqual({ failure: 'refused' });
    issuerAnswering(() => Promise.reject(new TypeError('offline')));
    expect(await redeem(settings, pending, 'c')).toEqual({ failure: 'refused' });
  });
});
