import { crc32, deflateSync } from 'node:zlib';

/** How many pixels a photo has in each direction. */
const SIDE = 64;

/** A photo as small as can be: a square in shades of grey, as PNG (ISO/IEC 15948). */
export function photo(): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  // Eight bits for each pixel, all of them grey; the other three bytes are 0, the only methods that there are.
  header.writeUInt8(8, 8);
  const rows = Buffer.alloc(SIDE * (SIDE + 1), 0);
  for (let row = 0; row < SIDE; row += 1) rows.fill(row * 4, row * (SIDE + 1) + 1, (row + 1) * (SIDE + 1));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

/** A part of the file: how long it is, what it is, its content, and a checksum of both. */
function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}
