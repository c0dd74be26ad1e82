import { expect, it } from 'vitest';
import { readRules } from '../../../test/support/losses.ts';
import { faultsOf } from './rule-faults.ts';
import type { TriageRules } from './rules.ts';

it('the shipped rules have no fault', () => {
  expect(faultsOf(readRules())).toEqual([]);
});

const rule: TriageRules['rules'][number] = {
  code: 'tested',
  kind: 'gate',
  detail: 'Tested.',
  queue: 'review',
  when: [{ fact: 'litigation', is: true }],
};

it.each<[string, Partial<TriageRules>, string]>([
  ['a rule of no queue', { rules: [{ ...rule, queue: 'attic' }] }, 'rule tested: there is no queue attic'],
  ['no queue to go straight through', { straightThrough: 'fast' }, 'straightThrough: there is no queue fast'],
  [
    'a rule that is there twice',
    { rules: [rule, { ...rule, kind: 'coverage' }] },
    'rule tested: there are two',
  ],
  [
    'a rule that sends where nobody looks',
    { rules: [{ ...rule, queue: 'fast-track' }] },
    'rule tested: fast-track is for what no rule speaks of',
  ],
])('a fault is found in %s', (_where, instead, fault) => {
  expect(faultsOf({ ...readRules(), ...instead })).toEqual([fault]);
});
