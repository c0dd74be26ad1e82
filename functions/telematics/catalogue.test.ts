import { describe, expect, it } from 'vitest';
import { currentRules, rulesNamed } from './catalogue.ts';

describe('driving rules', () => {
  it('in effect are the highest version, by its name', () => {
    const { name, rules } = currentRules();
    expect(name).toMatch(/^driving@\d+\.\d+\.\d+$/);
    expect(rulesNamed(name).rules).toBe(rules);
  });

  it('are found by no name that is not published', () => {
    expect(() => rulesNamed('driving@0.0.1')).toThrow('driving@0.0.1');
  });
});
