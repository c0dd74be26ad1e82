import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tried } from '../../test/support/evidence.ts';
import { clause, printClause } from './clause.ts';
import { clausesOf } from './clauses.ts';
import { compare } from './compare.ts';
import { isNewMajor, PUBLISHED, readCurrent, readPublished } from './published.ts';

const published = readPublished();
const now = clausesOf(readCurrent());
const changes = compare(published, now);

it('the contract breaks no promise that was published, unless its major version is new', ({ task }) => {
  const broken = changes.filter(({ breaking }) => breaking).map(({ what }) => what);
  expect(isNewMajor(published, now) ? [] : broken).toEqual([]);
  tried(task, 'published promises of the contract', published.length);
});

it('the contract promises nothing that npm run publish-contract has not published', () => {
  expect(changes.map(({ what }) => what)).toEqual([]);
});

it('what was published is written as it is read, a promise a line', () => {
  expect(readFileSync(PUBLISHED, 'utf8')).toBe(published.map((one) => `${printClause(one)}\n`).join(''));
});

it('only a new major version may break a promise', () => {
  const versioned = (version: string) => [clause('gives', 'contract', { version })];
  const is = (before: string, after: string) => isNewMajor(versioned(before), versioned(after));
  expect([is('1.9.9', '2.0.0'), is('9.0.0', '10.0.0')]).toEqual([true, true]);
  expect([is('1.0.0', '1.1.0'), is('2.0.0', '1.0.0'), is('1.0.0', '1.0.0')]).toEqual([false, false, false]);
});
