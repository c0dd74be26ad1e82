import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import type S3Error from '@20minutes/s3rver/lib/models/error.js';
import { refusal } from './refusal.ts';

/** What a request says that its body is: told of each piece, it says at the end whether that was right. */
export interface BodyCheck {
  update(piece: Buffer): void;
  verdict(): S3Error | undefined;
}

interface Digest {
  update(piece: Buffer): void;
  value(): Buffer;
}

interface Checksum {
  header: string;
  /** S3's word for it. */
  name: string;
  bytes: number;
  digest: () => Digest;
}

/** Digests that a request may name, in base64 ("Checking object integrity" in the user guide of S3). */
const CHECKSUMS: readonly Checksum[] = [
  { header: 'content-md5', name: 'Content-MD5', bytes: 16, digest: () => hash('md5') },
  { header: 'x-amz-checksum-crc32', name: 'CRC32', bytes: 4, digest: cyclic },
  { header: 'x-amz-checksum-sha1', name: 'SHA1', bytes: 20, digest: () => hash('sha1') },
  { header: 'x-amz-checksum-sha256', name: 'SHA256', bytes: 32, digest: () => hash('sha256') },
];

const SIGNED_HASH = /^[0-9a-f]{64}$/;

/** The checks that a request's headers ask for. */
export function bodyChecks(headers: IncomingHttpHeaders): BodyCheck[] {
  const named = CHECKSUMS.filter(({ header }) => headers[header] !== undefined);
  const checks = named.map((checksum) => checkOf(checksum, String(headers[checksum.header])));
  const signed = String(headers['x-amz-content-sha256'] ?? '');
  return SIGNED_HASH.test(signed) ? [...checks, signedHash(signed)] : checks;
}

function checkOf({ header, name, bytes, digest: make }: Checksum, expected: string): BodyCheck {
  const digest = make();
  return {
    update: (piece) => digest.update(piece),
    verdict() {
      const value = Buffer.from(expected, 'base64');
      if (value.length !== bytes || value.toString('base64') !== expected)
        return refusal(400, 'InvalidRequest', `Value for ${header} header is invalid.`);
      if (value.equals(digest.value())) return undefined;
      return refusal(400, 'BadDigest', `The ${name} you specified did not match the calculated checksum.`);
    },
  };
}

function signedHash(expected: string): BodyCheck {
  const digest = hash('sha256');
  return {
    update: (piece) => digest.update(piece),
    verdict() {
      if (digest.value().toString('hex') === expected) return undefined;
      const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
      return refusal(400, 'XAmzContentSHA256Mismatch', message);
    },
  };
}

function hash(algorithm: 'md5' | 'sha1' | 'sha256'): Digest {
  const running = createHash(algorithm);
  return { update: (piece) => void running.update(piece), value: () => running.digest() };
}

function cyclic(): Digest {
  let running = 0;
  return {
    update(piece) {
      running = crc32(piece, running);
    },
    value() {
      const value = Buffer.alloc(4);
      value.writeUInt32BE(running);
      return value;
    },
  };
}
