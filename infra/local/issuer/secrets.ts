import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writePrivately } from '../private-file.ts';

/** A P-256 signing key as a JWK with its private part. */
export type SigningKey = Readonly<Record<'kty' | 'crv' | 'x' | 'y' | 'd' | 'kid' | 'alg' | 'use', string>>;

interface Kept {
  key: SigningKey;
  /** Secrets by client id. */
  clients: Record<string, string>;
}

/** What an issuer must keep: its signing key and its clients' secrets, in a file that only its owner reads. */
export class Secrets {
  readonly #file: string;
  readonly #kept: Kept;

  constructor(file: string) {
    this.#file = file;
    this.#kept = existsSync(file) ? readSecrets(file) : { key: newKey(), clients: {} };
    this.#keep();
  }

  get key(): SigningKey {
    return this.#kept.key;
  }

  /** The client's secret, made when it has none yet. */
  clientSecret(clientId: string): string {
    const known = this.#kept.clients[clientId];
    if (known !== undefined) return known;
    const secret = randomBytes(32).toString('base64url');
    this.#kept.clients[clientId] = secret;
    this.#keep();
    return secret;
  }

  #keep(): void {
    writePrivately(this.#file, JSON.stringify(this.#kept));
  }
}

/** The secrets in a file that an issuer keeps. Throws when there is none. */
export function readSecrets(file: string): Kept {
  return JSON.parse(readFileSync(file, 'utf8')) as Kept;
}

function newKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '', d = '' } = privateKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(x).update(y).digest('base64url');
  return { kty: 'EC', crv: 'P-256', x, y, d, kid, alg: 'ES256', use: 'sig' };
}
