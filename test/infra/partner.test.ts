import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parsePartners, readPartners } from '../../infra/partners.ts';
import { root } from './synthesis.ts';

const partner = {
  clientId: 'broker',
  name: 'Broker',
  kind: 'partner',
  tier: 'standard',
  scopes: ['quotes:read'],
  permissions: ['POLICY_READ'],
  redirectUris: ['https://broker.example/back'],
};

describe('parsePartners', () => {
  it('takes what is well said', () => {
    expect(parsePartners([partner])).toEqual([partner]);
  });

  it.each([
    ['no list', partner],
    ['no object', ['broker']],
    ['an id with capitals', [{ ...partner, clientId: 'Broker' }]],
    ['no name', [{ ...partner, name: '' }]],
    ['an unknown kind', [{ ...partner, kind: 'friend' }]],
    ['an unknown tier', [{ ...partner, tier: 'gold' }]],
    ['an unknown scope', [{ ...partner, scopes: ['quotes:everything'] }]],
    ['no scope at all', [{ ...partner, scopes: [] }]],
    ['a scope twice', [{ ...partner, scopes: ['quotes:read', 'quotes:read'] }]],
    ['the name of the customers', [{ ...partner, clientId: 'customers' }]],
    ['the name of the devices', [{ ...partner, clientId: 'devices' }]],
    ['a device', [{ ...partner, kind: 'device' }]],
    ['the scope of the devices', [{ ...partner, scopes: ['telemetry:write'] }]],
    ['a customer', [{ ...partner, kind: 'customer' }]],
    ['an unknown permission', [{ ...partner, permissions: ['EVERYTHING_READ'] }]],
    ["the customers' scope", [{ ...partner, scopes: ['customer'] }]],
    ['a redirect in clear', [{ ...partner, redirectUris: ['http://broker.example/back'] }]],
    ['a redirect with a fragment', [{ ...partner, redirectUris: ['https://broker.example/#back'] }]],
    ['a partner on the tier of the staff', [{ ...partner, tier: 'staff' }]],
    ['staff on the tier of a partner', [{ ...partner, kind: 'staff' }]],
    ['a partner on the tier of the customers', [{ ...partner, tier: 'customer' }]],
    ['a partner on the tier of the devices', [{ ...partner, tier: 'device' }]],
    ['a partner who would manage customers', [{ ...partner, scopes: ['customers:manage'] }]],
    ['a partner who would handle claims', [{ ...partner, scopes: ['claims:read', 'claims:handle'] }]],
    ['a partner who would underwrite', [{ ...partner, scopes: ['quotes:underwrite'] }]],
    ['a field that nothing reads', [{ ...partner, tear: 'standard' }]],
    ['a missing list', [{ ...partner, scopes: undefined }]],
    ['the same partner twice', [partner, partner]],
  ])('refuses %s', (_, content) => {
    expect(() => parsePartners(content)).toThrow(expect.objectContaining({ name: 'PartnersError' }));
  });

  it('names every fault', () => {
    const content = [{ ...partner, tier: 'gold', scopes: ['quotes:everything'] }];
    expect(() => parsePartners(content)).toThrow(/tier must be one of standard.*\n.*scopes must be one of/);
  });
});

const directory = mkdtempSync(join(tmpdir(), 'partners-'));
const file = join(directory, 'partners.json');
beforeEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(directory, { recursive: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'infra/partner.ts'), ...args, '--file', file], {
    encoding: 'utf8',
  });
const add = (clientId: string, tier = 'standard') =>
  run('add', clientId, '--name', 'Any name', '--tier', tier, '--scopes', 'quotes:read, quotes:write');
const declared = () => readPartners(file).map(({ clientId }) => clientId);
const refusal = (message: string) => ({ status: 1, stderr: expect.stringContaining(message) });

describe('npm run partner', () => {
  it('adds, lists and removes', () => {
    expect(add('first')).toMatchObject({ status: 0, stderr: '' });
    expect(add('second', 'volume')).toMatchObject({ status: 0 });
    expect(declared()).toEqual(['first', 'second']);
    expect(run('list').stdout).toBe(
      'first\tpartner\tstandard\tquotes:read quotes:write\nsecond\tpartner\tvolume\tquotes:read quotes:write\n',
    );
    expect(run('remove', 'first')).toMatchObject({ status: 0 });
    expect(declared()).toEqual(['second']);
  });

  it('refuses bad input and leaves the file alone', () => {
    expect(add('Not-An-Id')).toMatchObject(refusal('clientId must be'));
    expect(add('broker', 'gold')).toMatchObject(refusal('tier must be'));
    expect(run('remove', 'broker')).toMatchObject(refusal('no partner broker'));
    expect(existsSync(file)).toBe(false);
    add('broker');
    expect(add('broker')).toMatchObject(refusal('declared twice'));
    expect(declared()).toEqual(['broker']);
  });

  it('does not take a broken file for an empty one', () => {
    writeFileSync(file, '[');
    expect(add('broker')).toMatchObject(refusal('is not JSON'));
    expect(readFileSync(file, 'utf8')).toBe('[');
  });

  it.each([[[]], [['add']], [['grow', 'broker']], [['list', 'too']], [['list', '--colour', 'red']]])(
    'explains itself after %j',
    (args) => {
      expect(run(...args)).toMatchObject(refusal('Usage: npm run partner'));
    },
  );
});
