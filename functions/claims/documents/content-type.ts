import type { ClaimDocument } from '../claim.ts';

type ContentType = ClaimDocument['contentType'];

/**
 * What files of each type begin with: JPEG's start of image and the marker after it (ISO/IEC 10918-1, B.1.1.2), PNG's
 * signature (ISO/IEC 15948, 5.2), and the header of PDF (ISO 32000-1, 7.5.2).
 */
const BEGINNINGS: Readonly<Record<ContentType, readonly number[]>> = {
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
};

/** Whether a file begins as those of a type do, whatever it was called. */
export function looksLike(contentType: ContentType, bytes: Uint8Array): boolean {
  return BEGINNINGS[contentType].every((byte, index) => bytes[index] === byte);
}
