import { expect, it } from 'vitest';
import type { Finding } from './finding.ts';
import { pageOf } from './page.ts';

const ABOUT = { at: '2026-11-22T01:00:00.000Z', commit: 'abc1234', machine: '2 cores', seconds: 125 };

const finding: Finding = { claim: 'Nothing is lost', held: true, tried: [], faults: [] };

function linesOf(...findings: Finding[]): string[] {
  return pageOf([{ name: 'Faults', findings, seconds: 61 }], ABOUT).split('\n');
}

it('says when and where, what was tried, how often, and what happened', () => {
  const tried = [{ what: 'requests', count: 12_345, figures: { '400': 12_000, '404': 345 } }];
  const lines = linesOf({ ...finding, tried }, { ...finding, tests: { passed: 2, failed: 0, skipped: 1 } });
  expect(lines[1]).toBe('2026-11-22T01:00:00.000Z, commit abc1234, 2 cores, 2 min 5 s');
  expect(lines[3]).toMatch(/^FAULTS ─+ 1 min 1 s$/);
  expect(lines.slice(4)).toEqual([
    ' ✓ Nothing is lost: 12,345 requests (400: 12,000, 404: 345)',
    ' ✓ Nothing is lost: 2 tests, 1 skipped',
    '',
    '2 claims, all of them held.',
  ]);
});

it('says what was not held, and why, on a page that a terminal can show', () => {
  const faults = Array.from({ length: 9 }, (_, index) => `fault ${index} ${'x'.repeat(300)}`);
  const tried = Array.from({ length: 9 }, (_, index) => ({
    what: `things of kind ${index}`,
    count: 1 + index,
  }));
  const lines = linesOf({ ...finding, held: false, tried, faults });
  expect(lines).toContain('   ! and 4 more');
  expect(lines.at(-1)).toBe('1 claims, 1 of them NOT held.');
  expect(lines.filter((line) => line.length > 118)).toEqual([]);
  expect(lines.some((line) => line.includes('9 things of kind 8'))).toBe(true);
});
