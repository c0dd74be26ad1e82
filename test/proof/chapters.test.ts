import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chapters } from './chapters.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Folders whose tests are there to show something. */
const SHOWING = ['test/security/owasp', 'test/faults', 'test/operations', 'test/proof/planted'];

const testFiles = globSync(['test/**/*.test.ts', 'openapi/**/*.test.ts'], { cwd: ROOT });
const claimed = chapters.flatMap(({ tested }) => tested.flatMap(({ files }) => files));

it('every test that a claim names is there', () => {
  expect(claimed.filter((begin) => !testFiles.some((file) => file.startsWith(begin)))).toEqual([]);
});

it('every test that is there to show something belongs to one claim', () => {
  const showing = testFiles.filter((file) => SHOWING.some((folder) => file.startsWith(`${folder}/`)));
  const claims = (file: string) => claimed.filter((begin) => file.startsWith(begin)).length;
  expect(showing.filter((file) => claims(file) !== 1)).toEqual([]);
});
