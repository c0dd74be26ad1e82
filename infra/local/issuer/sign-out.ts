import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { pageHeaders } from './page.ts';
import type { PageClient } from './pool-client.ts';
import { renderFailure } from './sign-in-page.ts';

/** Cognito's logout endpoint: it ends the session and leads back, to one of the client's own addresses only. */
export async function signOut(
  provider: Provider,
  clients: ReadonlyMap<string, PageClient>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const client = clients.get(searchParams.get('client_id') ?? '');
  const target = searchParams.get('logout_uri') ?? '';
  if (!client?.logoutUris.includes(target)) {
    const path = pathname.slice(0, pathname.lastIndexOf('/'));
    const body = renderFailure(path, 'There is no such client, or it does not lead there.');
    response.writeHead(400, pageHeaders()).end(body);
    return;
  }
  const context = provider.createContext(request, response);
  const session = await provider.Session.get(context);
  await session.destroy();
  context.cookies.set(provider.cookieName('session'), null);
  response.writeHead(302, { location: target, 'cache-control': 'no-store' }).end();
}
