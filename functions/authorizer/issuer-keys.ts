import { assertIsJwks, type Jwks, type JwkWithKid, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { describeError, log } from '../platform/log.ts';

/** How long to wait for the issuer, in milliseconds. */
const PATIENCE_MS = 3_000;

/** So long keys count without being asked for again: one that the issuer has withdrawn opens nothing after that. */
const COUNT_MS = 10 * 60_000;

/** Where the issuer does not give them then, they go on counting, and it is asked again after this. */
const RETRY_MS = 60_000;

/**
 * The keys that the issuer signs with. What is not to be had of it is no fault of a token: it throws errors of its own, and
 * none of the library's. The library's own fetcher would refuse an issuer on loopback.
 */
export class IssuerKeys extends SimpleJwksCache {
  #until = 0;

  constructor() {
    super({ fetcher: { fetch: fetchKeys }, jwksParser: readKeys });
  }

  override async getJwk(...[uri, jwt]: Parameters<SimpleJwksCache['getJwk']>): Promise<JwkWithKid> {
    const known = this.#until > 0;
    if (known && Date.now() >= this.#until) await this.#readAgain(uri);
    const key = await super.getJwk(uri, jwt);
    if (!known) this.#until = Date.now() + COUNT_MS;
    return key;
  }

  async #readAgain(uri: string): Promise<void> {
    this.#until = Date.now() + RETRY_MS;
    try {
      await this.getJwks(uri);
      this.#until = Date.now() + COUNT_MS;
    } catch (error) {
      log.error('the issuer does not give its keys again', describeError(error));
    }
  }
}

async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  const answer = await fetch(uri, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`the issuer's keys: ${answer.status}`);
  return answer.arrayBuffer();
}

function readKeys(text: ArrayBuffer): Jwks {
  try {
    const keys = JSON.parse(new TextDecoder().decode(text));
    assertIsJwks(keys);
    return keys;
  } catch (cause) {
    throw new Error('what the issuer gives are no keys', { cause });
  }
}
