import { expect, it } from 'vitest';
import { readRules } from '../../../test/support/losses.ts';
import { faultsOf } from './rule-faults.ts';
import type { TriageRules } from './rules.ts';

it('the shipped rules have no fault', () => {
  expect(faultsOf(readRules())).toEqual([]);
});

const unknown: TriageRules['rules'][number] = {
  ...{ code: 'unknown', kind: 'gate', detail: 'Unknown.', queue: 'review' },
  when: [{ fact: 'amountKnown', is: false }],
};

const rule: TriageRules['rules'][number] = {
  code: 'tested',
  kind: 'gate',
  detail: 'Tested.',
  queue: 'review',
  when: [{ fact: 'litigation', is: true }],
};

it.each<[string, Partial<TriageRules>, string]>([
  [
    'a rule of no queue',
    { rules: [unknown, { ...rule, queue: 'attic' }] },
    'rule tested: there is no queue attic',
  ],
  ['no queue to go straight through', { straightThrough: 'fast' }, 'straightThrough: there is no queue fast'],
  [
    'a rule that is there twice',
    { rules: [unknown, rule, { ...rule, kind: 'coverage' }] },
    'rule tested: there are two',
  ],
  [
    'a rule that sends where nobody looks',
    { rules: [unknown, { ...rule, queue: 'fast-track' }] },
    'rule tested: fast-track is for what no rule speaks of',
  ],
  [
    'no rule of what nobody has valued',
    { rules: [rule] },
    'what nobody has valued would go straight through',
  ],
  [
    'a rule of some of what nobody has valued',
    { rules: [{ ...unknown, when: [...unknown.when, ...rule.when] }] },
    'what nobody has valued would go straight through',
  ],
])('a fault is found in %s', (_where, instead, fault) => {
  expect(faultsOf({ ...readRules(), ...instead })).toEqual([fault]);
});
