import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import type { DrivingRules } from '../../functions/telematics/rules.ts';
import { bundle } from '../../openapi/generate/bundle.ts';
import type { Contract } from '../../openapi/generate/contract.ts';
import { checkDrivingRules } from '../../openapi/generate/driving-rules.ts';

const { schemas } = (
  bundle(new URL('../../openapi/driving-rules.yaml', import.meta.url)) as unknown as Contract
).components;

const SHIPPED = new URL('../../functions/telematics/rules/driving@1.0.0.json', import.meta.url);

/** Checks the shipped rules with some of them altered, as a file of a name. */
function check(alter: (rules: DrivingRules) => object, file = 'driving@1.0.1.json'): void {
  const folder = join(mkdtempSync(join(tmpdir(), 'driving-')), 'rules');
  mkdirSync(folder);
  writeFileSync(join(folder, file), JSON.stringify(alter(JSON.parse(readFileSync(SHIPPED, 'utf8')))));
  checkDrivingRules(pathToFileURL(`${folder}/`), schemas);
}

it('rules that fit are published', () => {
  expect(() => check((rules) => rules)).not.toThrow();
});

it.each<[string, Parameters<typeof check>, RegExp]>([
  ['without a time zone', [({ timeZone, ...rules }) => rules], /driving@1\.0\.1\.json:.*timeZone/],
  ['without a version', [(rules) => rules, 'driving.json'], /driving\.json: is not named <name>@<version>/],
  ['that know more than there is', [(rules) => ({ ...rules, mood: 1 })], /additional properties/],
  [
    'that keep points for ever',
    [(rules) => ({ ...rules, retention: { ...rules.retention, rawDays: 1e9 } })],
    /\/retention\/rawDays/,
  ],
  [
    'whose night has no end',
    [({ night, ...rules }) => ({ ...rules, night: { fromHour: night.fromHour } })],
    /\/night.*toHour/,
  ],
])('rules %s are not', (_what, [alter, file], fault) => {
  expect(() => check(alter, file)).toThrow(fault);
});
