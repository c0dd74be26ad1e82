import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpack } from './unpack.ts';

const text = Buffer.from('{"sequence":1}');
const refusal = (code: string) => expect.objectContaining({ code });

describe('a body', () => {
  it.each(['', 'identity', ' Identity '])('encoded as %j is as it came', (encoding) => {
    expect(unpack(text, encoding)).toBe(text);
  });

  it.each(['gzip', 'GZIP', ' gzip '])('encoded as %j is unpacked', (encoding) => {
    expect(unpack(gzipSync(text), encoding)).toEqual(text);
  });

  it('that the gateway has unpacked is as it came', () => {
    expect(unpack(text, 'gzip')).toBe(text);
    expect(unpack(Buffer.alloc(0), 'gzip')).toHaveLength(0);
  });

  it('may be gzip in several parts', () => {
    expect(unpack(Buffer.concat([gzipSync('{"a"'), gzipSync(':1}')]), 'gzip').toString()).toBe('{"a":1}');
  });

  it('may unpack to 256 KB', () => {
    expect(unpack(gzipSync(Buffer.alloc(256 * 1024)), 'gzip')).toHaveLength(256 * 1024);
  });
});

describe('what is refused', () => {
  it.each(['br', 'deflate', 'zstd', 'gzip, gzip', 'gzip,identity', 'x-gzip'])('encoding %s', (encoding) => {
    expect(() => unpack(gzipSync(text), encoding)).toThrow(refusal('unsupported-media-type'));
  });

  it.each([
    ['half of it', gzipSync(text).subarray(0, 12)],
    ['one with another checksum', Buffer.concat([gzipSync(text).subarray(0, -8), Buffer.alloc(8)])],
    ['one with rubbish behind', Buffer.concat([gzipSync(text), Buffer.from([0x1f, 0x8b, 1, 2, 3])])],
  ])('%s that says it is gzip', (_what, body) => {
    expect(() => unpack(body, 'gzip')).toThrow(refusal('malformed-json'));
  });

  it('256 KB and a byte', () => {
    const body = gzipSync(Buffer.alloc(256 * 1024 + 1));
    expect(() => unpack(body, 'gzip')).toThrow(refusal('payload-too-large'));
  });

  it('a bomb, of which no more than that is ever in memory', () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(256 * 1024);
    globalThis.gc?.();
    const before = process.memoryUsage();
    expect(() => unpack(bomb, 'gzip')).toThrow(refusal('payload-too-large'));
    const after = process.memoryUsage();
    const held = (used: NodeJS.MemoryUsage) => used.arrayBuffers + used.external + used.heapUsed;
    expect(held(after) - held(before)).toBeLessThan(8 * 1024 * 1024);
  });
});
