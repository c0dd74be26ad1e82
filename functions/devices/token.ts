import { readJws } from '../platform/jws.ts';

/** What a device's token must be meant for. */
const AUDIENCE = 'urn:partner-api:telemetry';

/** A token lives so many seconds at most: a copy of it is soon worth nothing. */
const LONGEST_LIFE = 600;

/** So many seconds a device's clock may be behind or ahead. */
export const CLOCK_GRACE = 120;

const DEVICE_ID = /^dev_[0-9A-HJKMNP-TV-Z]{26}$/;

/**
 * All that a header may say. What could name another key, or change what is verified (`jwk`, `jku`, `x5u`, `crit`, …),
 * is refused rather than left unread.
 */
const HEADERS = ['alg', 'kid', 'typ'];

/** What a device says of itself in a token. */
export interface DeviceToken {
  deviceId: string;
  /** In epoch seconds, by its own clock. */
  expiresAt: number;
}

/** The device that a token claims to come from; undefined where it does not name a device as its signer. */
export function claimedDevice(token: string): string | undefined {
  const { kid } = (readJws(token)?.header ?? {}) as Record<string, unknown>;
  return typeof kid === 'string' && kid.startsWith('dev_') ? kid : undefined;
}

/**
 * What a token says, if it is a device's and is in time by a clock (epoch seconds); undefined otherwise. Who has signed it
 * is not known by this.
 */
export function readDeviceToken(token: string, now: number): DeviceToken | undefined {
  const jws = readJws(token);
  if (!jws) return undefined;
  const { alg, kid, typ = 'JWT' } = jws.header as Record<string, unknown>;
  const { iss, sub, aud, iat, exp, nbf = iat } = jws.payload as Record<string, unknown>;
  if (!Object.keys(jws.header).every((name) => HEADERS.includes(name))) return undefined;
  if (alg !== 'ES256' || typ !== 'JWT' || typeof kid !== 'string' || !DEVICE_ID.test(kid)) return undefined;
  if (iss !== kid || sub !== kid || aud !== AUDIENCE) return undefined;
  if (!isTime(iat) || !isTime(exp) || !isTime(nbf) || !isInTime({ iat, exp, nbf }, now)) return undefined;
  return { deviceId: kid, expiresAt: exp };
}

interface Times {
  iat: number;
  exp: number;
  nbf: number;
}

function isInTime({ iat, exp, nbf }: Times, now: number): boolean {
  const life = exp - iat;
  const begun = Math.max(iat, nbf) <= now + CLOCK_GRACE;
  return life > 0 && life <= LONGEST_LIFE && begun && now < exp + CLOCK_GRACE;
}

function isTime(claim: unknown): claim is number {
  return typeof claim === 'number' && Number.isFinite(claim);
}
