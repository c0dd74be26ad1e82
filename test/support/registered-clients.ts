import { join } from 'node:path';
import { customers, readPartners } from '../../infra/partners.ts';
import type { Mint } from './tokens.ts';

const DECLARED = join(import.meta.dirname, '../../infra/local/partners.json');

/** A client of the local app, with what it is registered for. */
export interface RegisteredClient {
  name: string;
  kind: 'partner' | 'staff' | 'customer';
  scopes: readonly string[];
  /** A token of the issuer's in its name, which carries these scopes, whether it may or not. */
  token(mint: Mint, scopes: readonly string[]): Promise<string>;
}

const written = (scopes: readonly string[]) => scopes.map((scope) => `partner-api/${scope}`).join(' ');

/** All of them: partners, staff, and the dashboard with somebody before it who has no policy. */
export function registeredClients(): RegisteredClient[] {
  const declared = readPartners(DECLARED).map(
    ({ clientId: name, kind, scopes }): RegisteredClient => ({
      ...{ name, kind, scopes },
      token: (mint, carried) => mint.token({ client_id: name, sub: name, scope: written(carried) }),
    }),
  );
  return [...declared, dashboard];
}

const dashboard: RegisteredClient = {
  name: 'dashboard',
  kind: 'customer',
  scopes: customers.scopes,
  token: (mint, carried) =>
    mint.customer(
      { email: 'somebody@example.com', birthdate: '1985-03-02' },
      { scope: `openid ${written(carried)}` },
    ),
};
