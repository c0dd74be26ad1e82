import { readRunning } from '../data-directory.ts';
import { people } from './people.ts';
import { readSecrets } from './secrets.ts';
import { signIn } from './sign-in-request.ts';

/**
 * Gets an access token from the runtime on this data directory: for a client by the token endpoint, for a person by
 * signing in. Throws when nothing runs there, or no user pool knows the name.
 */
export async function requestToken(directory: string, name: string): Promise<string> {
  const running = readRunning(directory);
  if (!running) throw new Error(`Nothing runs on ${directory}; start it with npm start`);
  const person = people[name];
  const known = Object.keys(people);
  for (const { url, secrets, pages } of running.issuers) {
    const [page] = pages;
    if (person && page) return signIn(url, page, person);
    const { clients } = readSecrets(secrets);
    const secret = clients[name];
    if (secret !== undefined) return exchange(`${url}/oauth2/token`, name, secret);
    known.push(...Object.keys(clients));
  }
  throw new Error(`No client or person ${name}; there are ${known.join(', ')}`);
}

async function exchange(endpoint: string, clientId: string, secret: string): Promise<string> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const answer = (await response.json()) as { access_token?: string; error?: string };
  if (answer.access_token === undefined) throw new Error(`${endpoint}: ${response.status} ${answer.error}`);
  return answer.access_token;
}
