import { describe, expect, it } from 'vitest';
import { type House, resources, root, synthesize } from './synthesis.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

const dev = synthesize({ partners: `${root}/infra/local/partners.json` });

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

/** A short name of what a resource in a policy points at: `Ledger`, `Quotes/index/listing`. */
function nameOf(target: unknown): string {
  const text = JSON.stringify(target);
  const table = /([A-Z][a-z]+)[0-9A-F]{8}/.exec(text)?.[1] ?? text;
  const path = /\/index\/[\w*]+/.exec(text)?.[0] ?? '';
  return `${table}${text.includes('StreamArn') ? '/stream' : ''}${path}`;
}

const dynamodb = (table: string, ...actions: string[]) =>
  actions.map((action) => `dynamodb:${action} on ${table}`);

/** What each function may do, and no more. */
const expected: readonly [id: string, ...grants: string[][]][] = [
  ['authorizer', dynamodb('Partners', 'GetItem')],
  ['partnerregistrar', dynamodb('Partners', 'DeleteItem', 'PutItem')],
  [
    'quotes',
    dynamodb('Quotes', 'BatchGetItem', 'GetItem', 'PutItem'),
    dynamodb('Quotes/index/listing', 'Query'),
    dynamodb('Vault', 'DeleteItem', 'PutItem'),
    dynamodb('Ledger', 'PutItem', 'Query'),
    dynamodb('Idempotency', 'GetItem', 'PutItem'),
  ],
  [
    'quoteexpiry',
    dynamodb('Quotes', 'GetItem', 'PutItem'),
    dynamodb('Quotes/index/expiry', 'Query'),
    dynamodb('Ledger', 'PutItem'),
  ],
  [
    'policies',
    dynamodb('Policies', 'BatchGetItem', 'GetItem', 'PutItem'),
    dynamodb('Policies/index/listing', 'Query'),
    dynamodb('Policies/index/number', 'Query'),
    dynamodb('Segments', 'DeleteItem', 'PutItem', 'Query'),
    dynamodb('Changes', 'GetItem', 'PutItem'),
    dynamodb('Vault', 'BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem'),
    dynamodb('Vault/index/plate', 'Query'),
    dynamodb('Quotes', 'GetItem', 'PutItem'),
    dynamodb('Ledger', 'PutItem', 'Query'),
    dynamodb('Idempotency', 'GetItem', 'PutItem'),
  ],
  [
    'renewals',
    dynamodb('Policies', 'PutItem'),
    dynamodb('Policies/index/due', 'Query'),
    dynamodb('Segments', 'PutItem'),
    dynamodb('Vault', 'BatchGetItem'),
    dynamodb('Ledger', 'PutItem', 'Query'),
  ],
  [
    'policyschedule',
    dynamodb('Policies', 'GetItem'),
    dynamodb('Segments', 'Query'),
    dynamodb('Vault', 'BatchGetItem'),
  ],
  [
    'relay',
    dynamodb('Ledger/stream', 'DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'),
    ['events:PutEvents on Bus', 'sqs:SendMessage on Unrelayed'],
  ],
];

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

  it('let none but the rooms of quotes and policies write what is known of a person', () => {
    const writing = /dynamodb:(Put|Delete|Update|Batch\w*Write)/;
    const writers = [...granted(dev)].filter(
      ({ Action: actions, Resource: target }) =>
        nameOf(target) === 'Vault' && list(actions).some((action) => writing.test(action)),
    );
    expect(writers.map(({ role }) => role)).toEqual([
      expect.stringMatching(/^quotesRole/),
      expect.stringMatching(/^policiesRole/),
    ]);
  });

  it('know no wildcard, but for the one that API Gateway insists on for its logs', () => {
    const wild = [...granted(dev)].filter(
      ({ Action: actions, Resource: targets }) =>
        list(actions).some((action) => action.includes('*')) || JSON.stringify(targets).includes('*'),
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
