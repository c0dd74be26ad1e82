import { expect, it } from 'vitest';
import { readRules } from '../../../test/support/losses.ts';
import { digestOf } from '../../platform/published.ts';
import { queueNames, rulesOn, unalteredRules } from './catalogue.ts';

it('rules judge from the day on from which they are in effect', () => {
  const { name, digest, rules } = rulesOn('2026-01-01');
  expect(name).toBe('claims@1.0.0');
  expect(rules).toEqual(readRules(name));
  expect(digest).toBe(digestOf(readRules(name)));
  expect(() => rulesOn('2025-12-31')).toThrow('no triage rules are in effect on 2025-12-31');
});

it('what was published under a name stays what it was', () => {
  // Who publishes other rules gives them another version: claims keep this digest.
  expect(rulesOn('2026-11-21').digest).toBe('sdQyZWvUN0VBcCPnMsAQkBpwAGa-xlqY2t7xQzhdJKQ');
});

it('a claim is judged again by the very rules that judged it', () => {
  const { name, digest } = rulesOn('2026-11-21');
  expect(unalteredRules({ rules: name, digest }).name).toBe(name);
  const altered = 'the triage rules claims@1.0.0 are not those of the claim';
  expect(() => unalteredRules({ rules: name, digest: 'other' })).toThrow(altered);
  expect(() => unalteredRules({ rules: 'claims@9.9.9', digest })).toThrow('claims@9.9.9');
  expect(() => unalteredRules({ rules: '../rules/claims@1.0.0', digest })).toThrow('not those of the claim');
});

it('every queue can be named', () => {
  expect(queueNames()).toEqual(['injury', 'investigation', 'review', 'fast-track']);
});
