import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Adapter, Configuration, Provider } from 'oidc-provider';
import type { Secrets } from './secrets.ts';

/** The paths of Cognito's endpoints below the issuer. */
const JWKS = '/.well-known/jwks.json';
const TOKEN = '/oauth2/token';

/** A client that exchanges its secret for tokens. */
export interface PoolClient {
  clientId: string;
  /** Scopes with their resource server's prefix, as in `partner-api/quotes:read`. */
  scopes: readonly string[];
  accessTokenSeconds: number;
}

/** The provider's storage: machines' tokens say everything themselves, so there is nothing to keep. */
class NothingKept implements Adapter {
  async upsert(): Promise<void> {}
  async find(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
  async findByUid(): Promise<undefined> {}
  async consume(): Promise<void> {}
  async destroy(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
}

/**
 * Stands in for a Cognito user pool: oidc-provider, minting access tokens of Cognito's shape. They have
 * `token_use` and `client_id` but no `aud`, and their scopes carry the resource server's name.
 */
export class UserPool {
  readonly url: string;
  readonly #path: string;
  readonly #secrets: Secrets;
  readonly #scopes = new Set<string>();
  readonly #clients = new Map<string, PoolClient>();
  #provider: Promise<Provider> | undefined;

  /** `url` is where the pool is served, and so the issuer of its tokens. */
  constructor(url: string, secrets: Secrets) {
    this.url = url;
    this.#path = new URL(url).pathname;
    this.#secrets = secrets;
  }

  /** Makes scopes known, with their resource server's prefix. */
  addScopes(scopes: readonly string[]): void {
    for (const scope of scopes) this.#scopes.add(scope);
  }

  /** Adds a client and answers its secret. Only before the first request. Throws when it asks for unknown scopes. */
  addClient(client: PoolClient): string {
    if (this.#provider) throw new Error('The user pool is in use already');
    const unknown = client.scopes.filter((scope) => !this.#scopes.has(scope));
    if (unknown.length > 0) throw new Error(`No resource server has the scopes ${unknown.join(', ')}`);
    if (this.#clients.has(client.clientId)) throw new Error(`Client ${client.clientId} is there twice`);
    this.#clients.set(client.clientId, client);
    return this.#secrets.clientSecret(client.clientId);
  }

  /** Serves the request if it is below the pool's path; the provider is loaded when first needed (0.3 s). */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').slice(this.#path.length);
    if (path === JWKS) {
      const { d: _private, ...key } = this.#secrets.key;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [key] }));
      return;
    }
    this.#provider ??= this.#start();
    const provider = await this.#provider;
    // The provider works out where it is mounted from the difference of the two.
    Object.assign(request, { originalUrl: request.url, url: path });
    await provider.callback()(request, response);
  }

  async #start(): Promise<Provider> {
    const { Provider } = await import('oidc-provider');
    const provider = new Provider(this.url, this.#configuration());
    provider.on('server_error', (_context, error) => console.error(error));
    return provider;
  }

  #configuration(): Configuration {
    const scopes = [...this.#scopes];
    return {
      adapter: NothingKept,
      clientDefaults: { id_token_signed_response_alg: 'ES256' },
      clients: [...this.#clients.values()].map((client) => this.#metadata(client)),
      cookies: { keys: [randomUUID()] },
      features: {
        clientCredentials: { enabled: true },
        devInteractions: { enabled: false },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => this.url,
          getResourceServerInfo: () => ({
            scope: scopes.join(' '),
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          }),
        },
      },
      formats: {
        customizers: {
          jwt: (_context, token, parts) => {
            parts.header = { typ: undefined };
            parts.payload = withoutAudience(this.#cognitoClaims(parts.payload, token.clientId ?? ''));
          },
        },
      },
      jwks: { keys: [{ ...this.#secrets.key }] },
      responseTypes: [],
      routes: { jwks: JWKS, token: TOKEN },
      scopes,
      ttl: { ClientCredentials: (_context, _token, client) => this.#lifetime(client.clientId) },
    };
  }

  #metadata({ clientId, scopes }: PoolClient) {
    return {
      client_id: clientId,
      client_secret: this.#secrets.clientSecret(clientId),
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      scope: scopes.join(' '),
    };
  }

  #lifetime(clientId: string): number {
    return this.#clients.get(clientId)?.accessTokenSeconds ?? 0;
  }

  /** A client that names no scope gets all of its own, as Cognito has it. */
  #cognitoClaims(claims: object, clientId: string) {
    const { iat, exp, jti, scope } = claims as Record<string, unknown>;
    return {
      sub: clientId,
      token_use: 'access',
      scope: scope ?? this.#clients.get(clientId)?.scopes.join(' '),
      auth_time: iat,
      iss: this.url,
      exp,
      iat,
      version: 2,
      jti,
      client_id: clientId,
    };
  }
}

/** The provider insists on an audience that Cognito does not give: it sees one, but it is not written down. */
function withoutAudience(claims: Record<string, unknown>): Record<string, unknown> {
  return Object.defineProperty(claims, 'aud', { value: 'none', enumerable: false, writable: true });
}
