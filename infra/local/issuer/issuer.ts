import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { answerPlainly } from '../gateway/plain-answer.ts';
import type { Page } from './pool-client.ts';
import { Secrets } from './secrets.ts';
import type { BeforeToken } from './token-trigger.ts';
import { UserPool } from './user-pool.ts';

/** Where the pools are below the gateway's origin. */
export const ISSUER_PATH = '/_local/oidc/';

/** What tools are told of a pool. */
export interface IssuerDescription {
  url: string;
  secrets: string;
  pages: readonly Page[];
}

interface Served {
  pool: UserPool;
  secretsFile: string;
}

/** All user pools of the template, each an issuer below the gateway's own origin. */
export class Issuer {
  readonly #directory: string;
  readonly #origin: string;
  readonly #pools = new Map<string, Served>();

  /** `directory` keeps keys and client secrets; `origin` is that of the gateway. */
  constructor(directory: string, origin: string) {
    this.#directory = directory;
    this.#origin = origin;
  }

  /** Adds a pool, which asks `beforeToken` about each token of somebody who signed in. */
  addPool(id: string, beforeToken?: BeforeToken): UserPool {
    const secretsFile = join(this.#directory, `${id}.json`);
    const pool = new UserPool(`${this.#origin}${ISSUER_PATH}${id}`, new Secrets(secretsFile), beforeToken);
    this.#pools.set(id, { pool, secretsFile });
    return pool;
  }

  /** Throws when there is no such pool. */
  pool(id: string): UserPool {
    const served = this.#pools.get(id);
    if (!served) throw new Error(`There is no user pool ${id}`);
    return served.pool;
  }

  /** Each pool's issuer URL, the file that holds its clients' secrets, and the pages by which people sign in. */
  describe(): IssuerDescription[] {
    return [...this.#pools.values()].map(({ pool, secretsFile }) => ({
      url: pool.url,
      secrets: secretsFile,
      pages: pool.pages,
    }));
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = (request.url ?? '').slice(ISSUER_PATH.length).split('/', 1)[0] ?? '';
    const served = this.#pools.get(id);
    if (served) await served.pool.serve(request, response);
    else answerPlainly(response, 404, `There is no user pool ${id}`);
  }
}
