import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from './cursor.ts';

const FORM = /^thi_\d+$/;

describe('a cursor', () => {
  it('leads back to the position that it was written for', () => {
    expect(readCursor(writeCursor('thi_42'), FORM)).toBe('thi_42');
    expect(writeCursor('thi_42')).toMatch(/^[\w-]+$/);
  });

  it('is none where none was sent', () => {
    expect(readCursor(undefined, FORM)).toBeUndefined();
  });

  it.each([
    ['of another list', writeCursor('oth_42')],
    ['with more behind its position', writeCursor('thi_42\nthi_43')],
    ['that is no text', '____'],
    ['that is empty', ''],
  ])('%s is refused', (_which, cursor) => {
    expect(() => readCursor(cursor, FORM)).toThrow(
      expect.objectContaining({
        code: 'validation-failed',
        violations: [expect.objectContaining({ in: 'query', pointer: '/cursor' })],
      }),
    );
  });
});
