import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { SignJWT } from 'jose';
import { Refused } from './client.ts';
import type { Measured } from './drive.ts';

/** What the API says of a batch. */
export interface Receipt {
  accepted: number;
  duplicates: number;
  rejected: { index: number; reason: string }[];
}

/** How long a token is good for that a device signs, in seconds, and when it signs the next. */
const TOKEN_SECONDS = 300;
const RENEWED_SECONDS = 240;

/** A device that measures driving: it has a key pair of its own, and signs its tokens itself. */
export class Device {
  readonly #base: string;
  /** Its clock, in epoch milliseconds. */
  readonly #now: () => number;
  /** Whether it compresses what it sends. */
  readonly #compresses: boolean;
  readonly #privateKey: KeyObject;
  /** The public half, as the API is told it. */
  readonly publicKeyJwk: object;
  #deviceId = '';
  #token: { text: string; until: number } | undefined;
  #sequence = 0;

  constructor(base: string, now: () => number, { compresses = true } = {}) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#base = base;
    this.#now = now;
    this.#compresses = compresses;
    this.#privateKey = privateKey;
    this.publicKeyJwk = publicKey.export({ format: 'jwk' });
  }

  /** Is told which device it is. */
  become(deviceId: string): void {
    this.#deviceId = deviceId;
  }

  /** Sends a batch; throws a Refused where it is not taken. */
  async send(points: readonly Measured[]): Promise<Receipt> {
    const batch = { sequence: this.#sequence++, sentAt: new Date(this.#now()).toISOString(), points };
    const response = await fetch(`${this.#base}/v1/telemetry`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await this.#currentToken()}`,
        'content-type': 'application/json',
        ...(this.#compresses && { 'content-encoding': 'gzip' }),
      },
      body: this.#compresses ? gzipSync(JSON.stringify(batch)) : JSON.stringify(batch),
    });
    if (!response.ok) throw new Refused('POST /telemetry', response.status, await response.json());
    return response.json() as Promise<Receipt>;
  }

  async #currentToken(): Promise<string> {
    const now = Math.floor(this.#now() / 1000);
    if (!this.#token || this.#token.until <= now) {
      this.#token = { text: await this.#sign(now), until: now + RENEWED_SECONDS };
    }
    return this.#token.text;
  }

  #sign(now: number): Promise<string> {
    return new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: this.#deviceId })
      .setIssuer(this.#deviceId)
      .setSubject(this.#deviceId)
      .setAudience('urn:partner-api:telemetry')
      .setIssuedAt(now)
      .setExpirationTime(now + TOKEN_SECONDS)
      .sign(this.#privateKey);
  }
}
