import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import type { Refusal } from './gateway-responses.ts';
import { LARGEST } from './request-body.ts';

/** How to undo the codings that the gateway knows; none for a body that is sent as it is. */
const codings = new Map([
  ['identity', undefined],
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
]);

/**
 * A body without what `Content-Encoding` says was done to it: the gateway undoes that before it calls a function ("Call
 * an API method with a compressed payload" in its developer guide). A body that is larger than the gateway takes once
 * this is undone, a bomb for instance, is never undone further.
 */
export async function decodeBody(body: Buffer, coding = 'identity'): Promise<Buffer | Refusal> {
  const name = coding.trim().toLowerCase();
  if (!codings.has(name)) return { type: 'UNSUPPORTED_MEDIA_TYPE' };
  const undo = codings.get(name);
  if (!undo || body.length === 0) return body;
  try {
    return await undo(body, { maxOutputLength: LARGEST });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { type: code === 'ERR_BUFFER_TOO_LARGE' ? 'REQUEST_TOO_LARGE' : 'UNSUPPORTED_MEDIA_TYPE' };
  }
}
