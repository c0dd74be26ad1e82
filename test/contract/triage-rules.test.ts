import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { bundle } from '../../openapi/generate/bundle.ts';
import type { Contract } from '../../openapi/generate/contract.ts';
import { checkTriageRules } from '../../openapi/generate/triage-rules.ts';
import { readRules } from '../support/losses.ts';

const { schemas } = (
  bundle(new URL('../../openapi/triage-rules.yaml', import.meta.url)) as unknown as Contract
).components;

/** Checks the shipped rules with some of them altered, as a file of a name. */
function check(alter: (rules: ReturnType<typeof readRules>) => object, file = 'claims@1.0.1.json'): void {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  writeFileSync(join(folder, file), JSON.stringify(alter(readRules())));
  checkTriageRules(pathToFileURL(`${folder}/`), schemas);
}

const [first, ...others] = readRules().rules;

it('rules that fit are published', () => {
  expect(() => check((rules) => rules)).not.toThrow();
});

it.each<[string, Parameters<typeof check>, RegExp]>([
  ['without a day', [({ effectiveFrom, ...rules }) => rules], /claims@1\.0\.1\.json:.*effectiveFrom/],
  ['without a version', [(rules) => rules, 'claims.json'], /claims\.json: is not named <name>@<version>/],
  [
    'on a fact that nobody derives',
    [(rules) => ({ ...rules, rules: [{ ...first, when: [{ fact: 'mood', is: true }] }, ...others] })],
    /\/rules\/0\/when\/0/,
  ],
  [
    'that deny',
    [(rules) => ({ ...rules, rules: [{ ...first, kind: 'denial' }, ...others] })],
    /\/rules\/0\/kind/,
  ],
  [
    'that are confidential or not, in so many words',
    [(rules) => ({ ...rules, rules: [{ ...first, confidential: false }, ...others] })],
    /\/rules\/0\/confidential/,
  ],
  ['of a queue that there is not', [(rules) => ({ ...rules, queues: ['fast-track'] })], /there is no queue/],
])('rules %s are not', (_what, [alter, file], fault) => {
  expect(() => check(alter, file)).toThrow(fault);
});
