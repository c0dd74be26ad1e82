import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../test/support/directories.ts';
import { LogFiles } from './log-files.ts';

const read = (directory: string, name: string) => readFileSync(join(directory, name), 'utf8');

test('keeps a file for each log, soon and at the latest when closed', async () => {
  const directory = temporaryDirectory();
  const logs = new LogFiles(directory);
  logs.write('a.log', 'one');
  logs.write('/aws/lambda/b.log', 'two');
  await expect.poll(() => read(directory, 'a.log')).toBe('one\n');
  logs.write('a.log', 'three');
  logs.close();
  expect(read(directory, 'a.log')).toBe('one\nthree\n');
  expect(read(directory, 'aws-lambda-b.log')).toBe('two\n');
});

test('adds to what is there, and makes room when a file is large', () => {
  const directory = temporaryDirectory();
  const line = 'x'.repeat(1024 * 1024);
  for (let n = 0; n < 20; n++) {
    const logs = new LogFiles(directory);
    logs.write('a.log', line);
    logs.close();
  }
  expect(read(directory, 'a.log.1').length).toBeGreaterThan(15 * 1024 * 1024);
  expect(read(directory, 'a.log').length).toBeLessThan(5 * 1024 * 1024);
});
