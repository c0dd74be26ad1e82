import { expect, it } from 'vitest';
import type { Reason } from '../claim.ts';
import { inFull, told } from './told.ts';

const reason = (code: string, kind: Reason['kind']): Reason => ({ code, detail: `${code}.`, kind });
const litigation = reason('litigation', 'gate');
const late = reason('reported-late', 'coverage');
const theft = reason('theft-without-report', 'indicator');
const early = reason('soon-after-inception', 'indicator');

const injury: Reason = { ...reason('injury', 'gate'), confidential: true };

const codes = (reasons: readonly { code: string }[]) => reasons.map(({ code }) => code);

it('what is no indicator is told to everybody', () => {
  expect(told([litigation, late])).toEqual([
    { code: 'litigation', detail: 'litigation.' },
    { code: 'reported-late', detail: 'reported-late.' },
  ]);
});

it('what is personal is told no more than an indicator is, and does not betray one', () => {
  expect(codes(told([injury, late]))).toEqual(['reported-late', 'further-review']);
  expect(told([injury, late])).toEqual(told([late, early]));
  expect(told([injury, late])).toEqual(told([injury, late, early]));
});

it('indicators are told as one that says nothing, however many they are', () => {
  expect(codes(told([theft, litigation, early]))).toEqual(['litigation', 'further-review']);
  expect(told([theft])).toEqual(told([early]));
  expect(JSON.stringify(told([theft, early]))).not.toMatch(/theft|inception|fraud/);
});

it('staff are told all of them', () => {
  expect(codes(inFull([theft, litigation, injury]))).toEqual([
    'theft-without-report',
    'litigation',
    'injury',
  ]);
});
