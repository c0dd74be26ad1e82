import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { optionalVariable, variable } from './env.ts';

/** What keys are for. No two purposes share a key, so that nothing made for one means anything to another. */
export type KeyPurpose = 'wrapping' | 'temporary' | 'identity' | 'plate';

/** Key material of no purpose of its own, until a purpose is derived from it. */
type Master = string;

const KEY_BYTES = 32;

/** Its limits are the database's: a request whose secret does not come still gets a problem document. */
const client = new SecretsManagerClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
});

let master: Promise<Master> | undefined;
const keys = new Map<KeyPurpose, KeyObject>();

/**
 * The key for a purpose: 256 bits, derived from the master secret by HKDF-SHA-256 (RFC 5869). The secret is fetched once
 * for as long as a function's process lives, before its first request; where that fails, the next caller tries again.
 */
export async function keyFor(purpose: KeyPurpose): Promise<KeyObject> {
  return keys.get(purpose) ?? remember(purpose, derive(await masterSecret(), purpose));
}

/** The key that follows from the master secret for a purpose. */
export function derive(secret: Master, purpose: KeyPurpose): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', purpose, KEY_BYTES)));
}

/**
 * A key of 256 bits that follows from another and a text: the second half of HKDF alone, since a key, unlike a secret,
 * is as random as the first half would make it (RFC 5869, 3.3). It takes a fraction of the time of both.
 */
export function expand(key: KeyObject, text: string): KeyObject {
  return createSecretKey(createHmac('sha256', key).update(`${text}\x01`).digest());
}

function remember(purpose: KeyPurpose, key: KeyObject): KeyObject {
  keys.set(purpose, key);
  return key;
}

function masterSecret(): Promise<Master> {
  master ??= fetchSecret().catch((error: unknown) => {
    master = undefined;
    throw error;
  });
  return master;
}

// While the function starts, so that no request waits for it; where that fails, the first that needs it tries again.
if (optionalVariable('MASTER_SECRET') !== undefined) await masterSecret().catch(() => undefined);

async function fetchSecret(): Promise<Master> {
  const { SecretString: secret } = await client.send(
    new GetSecretValueCommand({ SecretId: variable('MASTER_SECRET') }),
  );
  if (!secret || secret.length < KEY_BYTES) throw new Error('the master secret is too short to be one');
  return secret;
}
