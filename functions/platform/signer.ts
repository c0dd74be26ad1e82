import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { compactJws, type PublicJwk, signingInput, thumbprint } from './jws.ts';

/** Jobs sign; no request waits for it. Its limits are the database's, and a request that takes longer has failed. */
const kms = new KMSClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
});

/** The public halves of the keys that were asked for. */
const publicKeys = new Map<string, Promise<PublicJwk>>();

/** A payload as a compact JWS (ES256) under a key that never leaves the key service. `keyId` is its ARN. */
export async function signJws(keyId: string, payload: object): Promise<string> {
  const input = signingInput(await publicKey(keyId), payload);
  const { Signature: signature } = await kms.send(
    new SignCommand({
      KeyId: keyId,
      Message: Buffer.from(input),
      MessageType: 'RAW',
      SigningAlgorithm: 'ECDSA_SHA_256',
    }),
  );
  if (!signature) throw new Error('the key service gave no signature');
  return compactJws(input, signature);
}

/** The thumbprint (RFC 7638) of a key, by which what it signed is known. It is asked for once per process. */
export async function thumbprintOf(keyId: string): Promise<string> {
  return thumbprint(await publicKey(keyId));
}

function publicKey(keyId: string): Promise<PublicJwk> {
  const known = publicKeys.get(keyId) ?? readPublicKey(keyId);
  publicKeys.set(keyId, known);
  // A failure is no answer to the next one who asks.
  known.catch(() => publicKeys.delete(keyId));
  return known;
}

async function readPublicKey(keyId: string): Promise<PublicJwk> {
  const { PublicKey: der } = await kms.send(new GetPublicKeyCommand({ KeyId: keyId }));
  if (!der) throw new Error('the key service gave no public key');
  const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
  return key.export({ format: 'jwk' }) as PublicJwk;
}
