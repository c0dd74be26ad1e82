import type { ClientMetadata } from 'oidc-provider';
import type { MachineClient, PageClient } from './pool-client.ts';
import type { PoolParts } from './pool-parts.ts';
import type { Secrets } from './secrets.ts';

/** The pool's clients as the provider knows them. */
export function clientMetadata({ machines, pages, secrets }: PoolParts): ClientMetadata[] {
  return [
    ...[...machines.values()].map((client) => machineMetadata(client, secrets)),
    ...[...pages.values()].map(pageMetadata),
  ];
}

function machineMetadata({ clientId, scopes }: MachineClient, secrets: Secrets): ClientMetadata {
  return {
    client_id: clientId,
    client_secret: secrets.clientSecret(clientId),
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    scope: scopes.join(' '),
  };
}

function pageMetadata({ clientId, scopes, redirectUris }: PageClient): ClientMetadata {
  return {
    client_id: clientId,
    grant_types: ['authorization_code'],
    redirect_uris: [...redirectUris],
    response_types: ['code'],
    scope: scopes.join(' '),
    token_endpoint_auth_method: 'none',
  };
}
