import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../test/support/directories.ts';
import { writePrivately } from './private-file.ts';

test('only the owner reads the file and its folder, and it is replaced as a whole', () => {
  const folder = join(temporaryDirectory(), 'kept');
  const file = join(folder, 'secret');
  for (const text of ['the first', 'another']) writePrivately(file, text);
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['another', ['secret']]);
  expect([statSync(file).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
});

test('what a killed process left half written is written over', () => {
  const file = join(temporaryDirectory(), 'secret');
  writeFileSync(`${file}.new`, 'half');
  writePrivately(file, 'whole');
  expect(readFileSync(file, 'utf8')).toBe('whole');
});
