import { describe, expect, it } from 'vitest';
import { looksLike } from './content-type.ts';

const files = {
  'image/jpeg': Buffer.from('ffd8ffe000104a46494600', 'hex'),
  'image/png': Buffer.from('89504e470d0a1a0a0000000d', 'hex'),
  'application/pdf': Buffer.from('%PDF-1.7\n%âãÏÓ'),
} as const;
const types = Object.keys(files) as (keyof typeof files)[];

describe.each(types)('%s', (type) => {
  it('is known by its first bytes, and taken for no other type', () => {
    expect(types.filter((other) => looksLike(other, files[type]))).toEqual([type]);
  });

  it.each([
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a program', Buffer.from('MZ\x90\x00\x03')],
    ['nothing', Buffer.alloc(0)],
    ['its beginning, cut off', files[type].subarray(0, 2)],
    ['the same after a byte', Buffer.concat([Buffer.from(' '), files[type]])],
  ])('is not %s', (_what, bytes) => {
    expect(looksLike(type, bytes)).toBe(false);
  });
});
