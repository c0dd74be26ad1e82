import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Where a sealed value lies: it opens there alone. */
export interface Place {
  subjectId: string;
  recordId: string;
}

/** Thrown when a sealed value does not open: of another key or place, or altered. It says nothing of what it held. */
export class BrokenSeal extends Error {
  override readonly name = 'BrokenSeal';

  constructor() {
    super('a sealed value does not open');
  }
}

/** Random bytes, drawn many at a time: asking for each alone costs more than sealing. */
const pool = Buffer.alloc(IV_BYTES * 128);
let used = pool.length;

/**
 * Seals bytes under a 256-bit key for one place: AES-256-GCM with a random nonce, the place being authenticated along.
 * Gives base64 of nonce, tag and ciphertext. A key may seal 2^32 values; a subject has a few hundred.
 */
export function seal(key: KeyObject, place: Place, content: string | Buffer): string {
  const iv = nonce();
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES }).setAAD(contextOf(place));
  const text = Buffer.concat([cipher.update(Buffer.from(content)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
}

/** The bytes that were sealed. Throws `BrokenSeal` where key or place is another, or anything was altered. */
export function unseal(key: KeyObject, place: Place, sealed: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(contextOf(place))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    throw new BrokenSeal();
  }
}

function nonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += IV_BYTES;
  return Buffer.from(pool.subarray(used - IV_BYTES, used));
}

/** As JSON, so that no two places read alike, whatever their ids hold. */
function contextOf({ subjectId, recordId }: Place): Buffer {
  return Buffer.from(JSON.stringify([subjectId, recordId]));
}
