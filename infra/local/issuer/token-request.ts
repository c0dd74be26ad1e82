import { readRunning } from '../data-directory.ts';
import { readSecrets } from './secrets.ts';

/**
 * Gets an access token for a client from the runtime on this data directory, by the token endpoint. Throws when
 * nothing runs there, or no user pool knows the client.
 */
export async function requestToken(directory: string, clientId: string): Promise<string> {
  const running = readRunning(directory);
  if (!running) throw new Error(`Nothing runs on ${directory}; start it with npm start`);
  const known: string[] = [];
  for (const { url, secrets } of running.issuers) {
    const { clients } = readSecrets(secrets);
    const secret = clients[clientId];
    if (secret !== undefined) return exchange(`${url}/oauth2/token`, clientId, secret);
    known.push(...Object.keys(clients));
  }
  throw new Error(`No client ${clientId}; there are ${known.join(', ')}`);
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
