import { gunzipSync } from 'node:zlib';
import { Problem } from '../platform/problem.ts';

/** What a body may unpack to: as much as one that comes as it is. Nothing more is ever held in memory. */
const MAX_UNPACKED_BYTES = 256 * 1024;

/** How anything in gzip begins (RFC 1952), and nothing in JSON. */
const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * Unpacks the body of an operation with `x-gzip`, by its Content-Encoding. API Gateway unpacks by itself, up to its own
 * ten megabytes, and leaves the header; whatever else hands a body on may not.
 * Throws a `Problem`: `payload-too-large`, `malformed-json` or `unsupported-media-type`.
 */
export function unpack(body: Buffer, encoding: string): Buffer {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return body;
    case 'gzip':
      return body.subarray(0, GZIP.length).equals(GZIP) ? gunzip(body) : body;
    default:
      throw new Problem('unsupported-media-type', 'The body may be compressed by gzip, once, or not at all.');
  }
}

function gunzip(body: Buffer): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (error) {
    if (error instanceof RangeError)
      throw new Problem('payload-too-large', `The body unpacks to more than ${MAX_UNPACKED_BYTES} bytes.`);
    throw new Problem('malformed-json', 'The body is not well-formed gzip.');
  }
}
