import { describe, expect, it } from 'vitest';
import { expectedGrants as expected } from './expected-grants.ts';
import { type House, resources, seed, synthesize } from './synthesis.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

const dev = synthesize({ partners: seed });

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** Every statement that a role holds, with the role's logical id. */
function* granted(house: House): Generator<{ role: string } & Statement> {
  for (const { Properties: policy } of resources(house, 'AWS::IAM::Policy').values()) {
    const { Roles: roles, PolicyDocument: document } = policy as {
      Roles: { Ref: string }[];
      PolicyDocument: { Statement: Statement[] };
    };
    for (const { Ref: role } of roles)
      for (const statement of document.Statement) yield { role, ...statement };
  }
  for (const [role, { Properties: properties }] of resources(house, 'AWS::IAM::Role')) {
    for (const { PolicyDocument: document } of (properties.Policies ?? []) as {
      PolicyDocument: { Statement: Statement[] };
    }[]) {
      for (const statement of document.Statement) yield { role, ...statement };
    }
  }
}

/** What the function's role may do apart from writing its log: `action on resource`. */
function grantsOf(id: string): string[] {
  return [...granted(dev)]
    .filter(({ role }) => role.startsWith(`${id}Role`))
    .flatMap(({ Action: actions, Resource: targets }) =>
      list(actions).flatMap((action) => list(targets).map((target) => `${action} on ${nameOf(target)}`)),
    )
    .filter((grant) => !grant.startsWith('logs:'))
    .sort();
}

/** All files of a folder in the bucket, as a policy says it. */
const FOLDER = /"dev-data-(\w+)"\},"(\/[a-z]+)\/\*"/;

/** A short name of what a resource in a policy points at: `Ledger`, `Quotes/index/listing`, `Documents/incoming`. */
function nameOf(target: unknown): string {
  const text = JSON.stringify(target);
  const [, bucket, folder] = FOLDER.exec(text) ?? [];
  if (bucket !== undefined) return `${bucket}${folder}`;
  const table = /(CheckpointKey|(?:Uploads|Trips|Ends)Queue|[A-Z][a-z]+)[0-9A-F]{8}/.exec(text)?.[1] ?? text;
  const path = /\/index\/[\w*]+/.exec(text)?.[0] ?? '';
  return `${table}${text.includes('StreamArn') ? '/stream' : ''}${path}`;
}

describe('roles', () => {
  it.each(expected)('let %s do its work and no more', (id, ...grants) => {
    expect(grantsOf(id)).toEqual(grants.flat().sort());
  });

  it('never let anyone change or remove what the ledger holds', () => {
    const rewriting = /dynamodb:(\*|Update|Delete|Batch\w*Write|PartiQL)/;
    const culprits = [...granted(dev)].filter(
      ({ Action: actions, Resource: target }) =>
        JSON.stringify(target).includes('Ledger') && list(actions).some((action) => rewriting.test(action)),
    );
    expect(culprits).toEqual([]);
  });

  it('are those of every function', () => {
    const functions = [...resources(dev, 'AWS::Lambda::Function').keys()];
    expect(functions.map((id) => /^(\w+)Function/.exec(id)?.[1]).sort()).toEqual(
      expected.map(([id]) => id).sort(),
    );
  });

  it.each([
    ['write what is known of a person', /Put/, 'Vault', ['quotes', 'policies', 'claims', 'consents']],
    ['make a key of a person', /Put/, 'Keys', ['policies', 'claims']],
    ['destroy a key of a person', /Delete/, 'Keys', ['claims', 'rights']],
    ['let a file in', /Put/, 'Documents/incoming', ['claims']],
    ['say that a file is what it should be', /Put/, 'Documents/attached', ['documentcheck']],
    ['show a file', /Get/, 'Documents/attached', ['claims']],
    ['show what was refused', /Get/, 'Documents/quarantined', []],
    ['say who a login is', /Put/, 'Identities', ['policies', 'rights']],
    ['keep where somebody drove', /Put/, 'Telemetry', ['telemetry']],
    ['see where somebody drove', /Query|Get/, 'Telemetry', ['drivingpurge', 'telemetry', 'telematics']],
    ['delete where somebody drove', /Delete|BatchWrite/, 'Telemetry', ['drivingpurge', 'telemetry']],
    ['say whose a device is', /Put/, 'Devices', ['drivingpurge', 'devices']],
    ['say how somebody drives', /Put/, 'Scores', ['scoring', 'drivingpurge', 'tripcompletion']],
    ['write of a release but to chain it', /Put|Update|Delete|Write/, 'Releases', ['releasechain']],
  ])('let none %s but who has to', (_, writing, table, functions) => {
    const writers = [...granted(dev)].filter(
      ({ Action: actions, Resource: target }) =>
        nameOf(target) === table && list(actions).some((action) => writing.test(action)),
    );
    expect(writers.map(({ role }) => /^(\w+)Role/.exec(role)?.[1])).toEqual(functions);
  });

  it('let no job that only deletes, or looks at files, unseal anything', () => {
    for (const id of ['consentexpiry', 'erasures', 'documentcheck']) {
      expect(grantsOf(id).join()).not.toMatch(/GetItem on (Vault|Keys)|Master/);
    }
  });

  it('let nobody who prices see more of driving than a score', () => {
    for (const id of ['quotes', 'policies', 'renewals', 'claims']) {
      expect(grantsOf(id).join()).not.toMatch(/ on (Telemetry|Cursors|Trips|Devices)/);
    }
  });

  it('let nobody who sees driving unseal who drove', () => {
    for (const id of ['telemetry', 'telematics', 'tripcompletion', 'scoring', 'drivingpurge']) {
      expect(grantsOf(id).join()).not.toMatch(/ on (Vault|Master)/);
    }
  });

  it('know no wildcard, but for the files of a folder, and the one that API Gateway insists on for its logs', () => {
    const wild = [...granted(dev)].filter(
      ({ Action: actions, Resource: targets }) =>
        list(actions).some((action) => action.includes('*')) ||
        JSON.stringify(targets).replace(FOLDER, '').includes('*'),
    );
    expect(wild.map(({ role }) => role)).toEqual([expect.stringMatching(/^GatewayLogRole/)]);
  });

  it('take no policy from elsewhere and serve one function each', () => {
    for (const { Properties: properties } of resources(dev, 'AWS::IAM::Role').values()) {
      expect(properties).not.toHaveProperty('ManagedPolicyArns');
    }
    const roles = [...resources(dev, 'AWS::Lambda::Function').values()].map(
      ({ Properties: { Role: role } }) => JSON.stringify(role),
    );
    expect(new Set(roles).size).toBe(roles.length);
  });
});
