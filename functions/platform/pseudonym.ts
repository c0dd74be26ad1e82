import { createHmac } from 'node:crypto';
import { keyFor } from './master-key.ts';

/**
 * What stands for a text in keys and indexes: HMAC-SHA-256 under the purpose's key, in base64url. Equal texts have equal
 * pseudonyms, and who lacks the key cannot try texts until one fits.
 */
export async function pseudonym(purpose: 'identity' | 'plate', text: string): Promise<string> {
  return createHmac('sha256', await keyFor(purpose))
    .update(text)
    .digest('base64url');
}
