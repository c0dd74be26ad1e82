import { type GenerateKeyPairResult, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose';
import { readRunning } from '../../infra/local/data-directory.ts';
import { readSecrets, type SigningKey } from '../../infra/local/issuer/secrets.ts';
import type { RunningApi } from './api.ts';

type PrivateKey = GenerateKeyPairResult['privateKey'];

/** Claims by name, right or wrong. */
export type Claims = Readonly<Record<string, unknown>>;

/** The issuer's pen in a test's hand: it signs any claims with the very key that the API trusts. */
export interface Mint {
  readonly key: SigningKey;
  /** A token that opens the API to the aggregator, but for what is said instead; undefined leaves a claim out. */
  token(instead?: Claims, header?: { kid?: string }, signedBy?: PrivateKey): Promise<string>;
  /** A token of somebody who signed in with this e-mail address and birth date, known to the user pool or not. */
  customer(person: { email: string; birthdate: string }, instead?: Claims): Promise<string>;
  /** The claims of the aggregator’s token. */
  claims(instead?: Claims): JWTPayload;
}

/** The mint of the first issuer of a running API. */
export async function mintOf(api: RunningApi): Promise<Mint> {
  const [issuer] = readRunning(api.dataDir)?.issuers ?? [];
  if (!issuer) throw new Error('the runtime has no issuer');
  const { key } = readSecrets(issuer.secrets);
  const ownKey = (await importJWK({ ...key })) as PrivateKey;
  const claims: Mint['claims'] = (instead = {}) => {
    const seconds = Math.floor(Date.now() / 1000);
    return {
      sub: 'aggregator',
      token_use: 'access',
      scope: 'partner-api/quotes:read partner-api/quotes:write',
      iss: issuer.url,
      client_id: 'aggregator',
      version: 2,
      // Makes each token another one to the gateway's cache.
      jti: crypto.randomUUID(),
      iat: seconds,
      exp: seconds + 3_600,
      ...instead,
    } as JWTPayload;
  };
  const token: Mint['token'] = (instead, header, signedBy = ownKey) =>
    new SignJWT(claims(instead)).setProtectedHeader({ alg: 'ES256', kid: key.kid, ...header }).sign(signedBy);
  const customer: Mint['customer'] = (person, instead) => {
    const sub = crypto.randomUUID();
    const who = { sub, username: sub, email_verified: 'true', ...person };
    return token({ ...who, client_id: 'dashboard', scope: 'openid partner-api/customer', ...instead });
  };
  return { key, claims, customer, token };
}

/** A key that nobody trusts. */
export async function strangersKey(): Promise<PrivateKey> {
  return (await generateKeyPair('ES256')).privateKey;
}
