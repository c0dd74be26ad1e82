import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Provider } from 'oidc-provider';
import type { MachineClient, PageClient } from './pool-client.ts';
import { configurationOf, ENDPOINTS } from './provider-configuration.ts';
import type { Secrets } from './secrets.ts';
import { SignIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { type BeforeToken, noTrigger } from './token-trigger.ts';

const STYLE = '/sign-in.css';
const style = readFileSync(join(import.meta.dirname, 'sign-in.css'));

/**
 * Stands in for a Cognito user pool: oidc-provider, minting access tokens of Cognito's shape. They have
 * `token_use` and `client_id` but no `aud`, and their scopes carry the resource server's name. Machines exchange a
 * secret for them, people sign in.
 */
export class UserPool {
  readonly url: string;
  readonly #path: string;
  readonly #secrets: Secrets;
  readonly #beforeToken: BeforeToken;
  readonly #signIn: SignIn;
  readonly #scopes = new Set<string>();
  readonly #machines = new Map<string, MachineClient>();
  readonly #pages = new Map<string, PageClient>();
  #provider: Promise<Provider> | undefined;

  /** `url` is where the pool is served, and so the issuer of its tokens. */
  constructor(url: string, secrets: Secrets, beforeToken: BeforeToken = noTrigger) {
    this.url = url;
    this.#path = new URL(url).pathname;
    this.#secrets = secrets;
    this.#beforeToken = beforeToken;
    this.#signIn = new SignIn(this.#path);
  }

  /** The clients by which people sign in. */
  get pages(): readonly PageClient[] {
    return [...this.#pages.values()];
  }

  /** Makes scopes known, with their resource server's prefix. */
  addScopes(scopes: readonly string[]): void {
    for (const scope of scopes) this.#scopes.add(scope);
  }

  /** Adds a machine and answers its secret. Only before the first request. Throws when it asks for unknown scopes. */
  addClient(client: MachineClient): string {
    this.#check(client.clientId, client.scopes);
    this.#machines.set(client.clientId, client);
    return this.#secrets.clientSecret(client.clientId);
  }

  /** Adds a page, on the same conditions. */
  addPage(client: PageClient): void {
    const { clientId, scopes } = client;
    this.#check(
      clientId,
      scopes.filter((scope) => scope !== 'openid'),
    );
    this.#pages.set(clientId, client);
  }

  #check(clientId: string, scopes: readonly string[]): void {
    if (this.#provider) throw new Error('The user pool is in use already');
    const unknown = scopes.filter((scope) => !this.#scopes.has(scope));
    if (unknown.length > 0) throw new Error(`No resource server has the scopes ${unknown.join(', ')}`);
    const taken = this.#machines.has(clientId) || this.#pages.has(clientId);
    if (taken) throw new Error(`Client ${clientId} is there twice`);
  }

  /** Serves the request if it is below the pool's path; the provider is loaded when first needed (0.3 s). */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = (request.url ?? '').slice(this.#path.length);
    const [path = ''] = target.split('?', 1);
    if (path === ENDPOINTS.jwks) {
      const { d: _private, ...key } = this.#secrets.key;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [key] }));
      return;
    }
    if (path === STYLE) {
      response.writeHead(200, { 'content-type': 'text/css; charset=utf-8' }).end(style);
      return;
    }
    this.#provider ??= this.#start();
    const provider = await this.#provider;
    if (path.startsWith(ENDPOINTS.signIn)) await this.#signIn.serve(provider, request, response);
    else if (path === ENDPOINTS.signOut) await signOut(provider, this.#pages, request, response);
    else {
      // The provider works out where it is mounted from the difference of the two.
      Object.assign(request, { originalUrl: request.url, url: target });
      await provider.callback()(request, response);
    }
  }

  async #start(): Promise<Provider> {
    const { Provider } = await import('oidc-provider');
    const configuration = configurationOf({
      url: this.url,
      secrets: this.#secrets,
      scopes: [...this.#scopes],
      machines: this.#machines,
      pages: this.#pages,
      beforeToken: this.#beforeToken,
    });
    const provider = new Provider(this.url, configuration);
    provider.on('server_error', (_context, error) => console.error(error));
    return provider;
  }
}
