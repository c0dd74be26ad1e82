import { crc32, inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { photo } from './photo.ts';

/** The chunks of a PNG by their names. */
function chunksOf(png: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const named = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(named));
    chunks.set(named.subarray(0, 4).toString(), named.subarray(4));
    at += length + 12;
  }
  return chunks;
}

it('is a PNG, whole and unbroken', () => {
  const png = Buffer.from(photo());

  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const chunks = chunksOf(png);
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR') ?? Buffer.alloc(0);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  // A byte for each pixel, and one at the beginning of each row.
  expect(inflateSync(chunks.get('IDAT') ?? '')).toHaveLength(height * (width + 1));
});
