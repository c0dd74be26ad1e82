import { exportJWK, type GenerateKeyPairResult, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Claims } from './tokens.ts';

type PrivateKey = GenerateKeyPairResult['privateKey'];

/** A device's key pair. The private half signs its tokens. */
export interface DeviceKey {
  publicKeyJwk: Record<string, unknown>;
  privateKey: PrivateKey;
}

/** A key pair that no device has yet. */
export async function newDeviceKey(): Promise<DeviceKey> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  return { publicKeyJwk: { ...(await exportJWK(publicKey)) }, privateKey };
}

/** What a device says of itself in a token of five minutes, but for what is said instead; undefined leaves a claim out. */
export function deviceClaims(deviceId: string, instead: Claims = {}): JWTPayload {
  const seconds = Math.floor(Date.now() / 1000);
  return {
    iss: deviceId,
    sub: deviceId,
    aud: 'urn:partner-api:telemetry',
    // Makes each token another one to the gateway's cache.
    jti: crypto.randomUUID(),
    iat: seconds,
    exp: seconds + 300,
    ...instead,
  } as JWTPayload;
}

/** A token that a device signs, right or wrong. */
export function deviceToken(
  deviceId: string,
  { privateKey }: Pick<DeviceKey, 'privateKey'>,
  claims: Claims = {},
  header: object = {},
): Promise<string> {
  const protectedHeader = { alg: 'ES256', kid: deviceId, ...header };
  return new SignJWT(deviceClaims(deviceId, claims)).setProtectedHeader(protectedHeader).sign(privateKey);
}
