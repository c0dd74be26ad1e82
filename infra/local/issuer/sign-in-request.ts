import { hash, randomBytes } from 'node:crypto';
import type { Person } from './people.ts';
import type { Page } from './pool-client.ts';
import { locationOf, Visitor } from './visitor.ts';

/** Signs somebody in at a pool as the page itself has it done, and answers the access token. Throws when it fails. */
export async function signIn(poolUrl: string, page: Page, person: Person): Promise<string> {
  const [redirectUri = ''] = page.redirectUris;
  const verifier = randomBytes(32).toString('base64url');
  const request = new URLSearchParams({
    response_type: 'code',
    client_id: page.clientId,
    redirect_uri: redirectUri,
    scope: page.scopes.join(' '),
    state: randomBytes(16).toString('base64url'),
    code_challenge: hash('sha256', verifier, 'base64url'),
    code_challenge_method: 'S256',
  });
  const back = await visit(`${poolUrl}/oauth2/authorize?${request}`, person);
  const code = back.searchParams.get('code');
  if (code === null || back.searchParams.get('state') !== request.get('state')) {
    throw new Error(`${poolUrl} sent nobody back: ${back.searchParams.get('error')}`);
  }
  return exchange(`${poolUrl}/oauth2/token`, {
    grant_type: 'authorization_code',
    client_id: page.clientId,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  });
}

/** Goes to the sign-in page, fills it in, and answers where it all leads. */
async function visit(url: string, { email, password }: Person): Promise<URL> {
  const visitor = new Visitor();
  const form = locationOf(await visitor.get(url));
  const resumed = locationOf(await visitor.post(form, { email, password }));
  return new URL(locationOf(await visitor.get(resumed)));
}

async function exchange(endpoint: string, fields: Record<string, string>): Promise<string> {
  const response = await fetch(endpoint, { method: 'POST', body: new URLSearchParams(fields) });
  const answer = (await response.json()) as { access_token?: string; error?: string };
  if (answer.access_token === undefined) throw new Error(`${endpoint}: ${response.status} ${answer.error}`);
  return answer.access_token;
}
