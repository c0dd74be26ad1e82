import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readRunning } from '../../../infra/local/data-directory.ts';
import { readSecrets } from '../../../infra/local/issuer/secrets.ts';
import type { RunningApi } from '../api.ts';
import { deviceClaims } from '../device-tokens.ts';
import { mintOf } from '../tokens.ts';

type Json = Readonly<Record<string, unknown>>;

/** Whoever signs tokens that the API takes, with the very key that it trusts. */
export interface Signer {
  kid: string;
  key: KeyObject;
  publicKey: KeyObject;
  /** The claims of a token that is right, each time another. */
  claims(): Json;
  /** In how many seconds a clock may be wrong. */
  grace: number;
}

/** The issuer of a running API, and the claims of a partner's token. */
export async function issuerOf(api: RunningApi): Promise<Signer> {
  const mint = await mintOf(api);
  const [issuer] = readRunning(api.dataDir)?.issuers ?? [];
  if (!issuer) throw new Error('the runtime has no issuer');
  const key = createPrivateKey({ key: { ...readSecrets(issuer.secrets).key }, format: 'jwk' });
  return {
    kid: mint.key.kid,
    key,
    publicKey: createPublicKey(key),
    claims: () => ({ ...mint.claims() }),
    grace: 0,
  };
}

/** A device with its key. */
export function deviceSigner(deviceId: string, key: KeyObject): Signer {
  const claims = () => ({ ...deviceClaims(deviceId) });
  return { kid: deviceId, key, publicKey: createPublicKey(key), claims, grace: 120 };
}

/** A new key on the curve that counts, which nobody trusts yet. */
export function strangerKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/** How the signature of a text is made. */
export type Sign = (input: Buffer) => Buffer;

/** By ES256, as a JWS has it. */
export function es256(key: KeyObject): Sign {
  return (input) => sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' });
}

/** A compact JWS of whatever header and payload, which need be neither objects nor right. */
export function jws(header: unknown, payload: unknown, signing: Sign): string {
  const input = [header, payload].map(encoded).join('.');
  return `${input}.${signing(Buffer.from(input)).toString('base64url')}`;
}

/** Base64url of JSON, or of a text as it is. */
export function encoded(part: unknown): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/** A token of a signer that is right, but for what is said instead; undefined leaves something out. */
export function signed({ kid, key, claims }: Signer, claim: Json = {}, header: Json = {}): string {
  return jws({ alg: 'ES256', kid, ...header }, { ...claims(), ...claim }, es256(key));
}
