import { describe, expect, it } from 'vitest';
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
  const table = /(CheckpointKey|UploadsQueue|[A-Z][a-z]+)[0-9A-F]{8}/.exec(text)?.[1] ?? text;
  const path = /\/index\/[\w*]+/.exec(text)?.[0] ?? '';
  return `${table}${text.includes('StreamArn') ? '/stream' : ''}${path}`;
}

const dynamodb = (table: string, ...actions: string[]) =>
  actions.map((action) => `dynamodb:${action} on ${table}`);
const stream = dynamodb('Ledger/stream', 'DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams');
const files = (folder: string, ...actions: string[]) =>
  actions.map((action) => `s3:${action} on Documents/${folder}`);
const master = ['secretsmanager:GetSecretValue on Master'];

/** What each function may do, and no more. */
const expected: readonly [id: string, ...grants: string[][]][] = [
  ['authorizer', dynamodb('Partners', 'GetItem'), master],
  ['partnerregistrar', dynamodb('Partners', 'DeleteItem', 'PutItem')],
  [
    'quotes',
    dynamodb('Quotes', 'BatchGetItem', 'GetItem', 'PutItem'),
    dynamodb('Quotes/index/listing', 'Query'),
    dynamodb('Vault', 'DeleteItem', 'GetItem', 'PutItem'),
    dynamodb('Ledger', 'PutItem', 'Query'),
    dynamodb('Idempotency', 'GetItem', 'PutItem'),
    master,
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
    dynamodb('Policies/index/customer', 'Query'),
    dynamodb('Segments', 'DeleteItem', 'PutItem', 'Query'),
    dynamodb('Changes', 'GetItem', 'PutItem'),
    dynamodb('Vault', 'BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem'),
    dynamodb('Vault/index/plate', 'Query'),
    dynamodb('Keys', 'BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'UpdateItem'),
    dynamodb('Customers', 'PutItem'),
    dynamodb('Identities', 'GetItem', 'PutItem'),
    dynamodb('Consents', 'ConditionCheckItem', 'GetItem', 'PutItem'),
    dynamodb('Quotes', 'GetItem', 'PutItem'),
    dynamodb('Ledger', 'PutItem', 'Query'),
    dynamodb('Idempotency', 'GetItem', 'PutItem'),
    master,
  ],
  [
    'renewals',
    dynamodb('Policies', 'PutItem'),
    dynamodb('Policies/index/due', 'Query'),
    dynamodb('Segments', 'PutItem'),
    dynamodb('Vault', 'BatchGetItem'),
    dynamodb('Keys', 'BatchGetItem'),
    dynamodb('Ledger', 'PutItem', 'Query'),
    master,
  ],
  [
    'claims',
    dynamodb('Claims', 'BatchGetItem', 'GetItem', 'PutItem'),
    dynamodb('Claims/index/customer', 'Query'),
    dynamodb('Claims/index/listing', 'Query'),
    dynamodb('Claims/index/open', 'Query'),
    dynamodb('Claims/index/policy', 'Query'),
    dynamodb('Claims/index/queue', 'Query'),
    dynamodb('Policies', 'GetItem', 'PutItem'),
    dynamodb('Policies/index/customer', 'Query'),
    dynamodb('Vault', 'BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem'),
    dynamodb('Keys', 'BatchGetItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'),
    dynamodb('Consents', 'GetItem', 'PutItem'),
    dynamodb('Identities', 'GetItem'),
    dynamodb('Ledger', 'PutItem', 'Query'),
    dynamodb('Idempotency', 'GetItem', 'PutItem'),
    files('incoming', 'PutObject'),
    files('attached', 'GetObject'),
    master,
  ],
  [
    'documentcheck',
    dynamodb('Claims', 'GetItem', 'PutItem'),
    dynamodb('Keys', 'ConditionCheckItem'),
    dynamodb('Ledger', 'PutItem'),
    files('incoming', 'GetObject', 'DeleteObject'),
    files('attached', 'DeleteObject', 'PutObject'),
    files('quarantined', 'DeleteObject', 'PutObject'),
    ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
      (action) => `sqs:${action} on UploadsQueue`,
    ),
  ],
  [
    'papers',
    dynamodb('Policies', 'GetItem'),
    dynamodb('Policies/index/customer', 'Query'),
    dynamodb('Claims', 'BatchGetItem'),
    dynamodb('Claims/index/customer', 'Query'),
    dynamodb('Segments', 'Query'),
    dynamodb('Vault', 'BatchGetItem'),
    dynamodb('Keys', 'BatchGetItem'),
    dynamodb('Consents', 'GetItem'),
    dynamodb('Identities', 'GetItem'),
    dynamodb('Ledger', 'PutItem', 'Query'),
    master,
  ],
  [
    'consents',
    dynamodb('Consents', 'BatchGetItem', 'GetItem', 'PutItem'),
    dynamodb('Consents/index/customer', 'Query'),
    dynamodb('Consents/index/listing', 'Query'),
    dynamodb('Vault', 'DeleteItem', 'GetItem', 'PutItem'),
    dynamodb('Policies/index/customer', 'Query'),
    dynamodb('Identities', 'GetItem'),
    dynamodb('Partners', 'GetItem'),
    dynamodb('Ledger', 'PutItem', 'Query'),
    dynamodb('Idempotency', 'GetItem', 'PutItem'),
    master,
  ],
  [
    'consentexpiry',
    dynamodb('Consents', 'GetItem', 'PutItem'),
    dynamodb('Consents/index/due', 'Query'),
    dynamodb('Vault', 'DeleteItem'),
    dynamodb('Ledger', 'PutItem'),
  ],
  [
    'rights',
    dynamodb('Customers', 'GetItem', 'PutItem'),
    dynamodb('Identities', 'DeleteItem', 'GetItem', 'PutItem'),
    dynamodb('Keys', 'DeleteItem', 'GetItem', 'UpdateItem'),
    dynamodb('Vault', 'BatchGetItem', 'DeleteItem', 'GetItem', 'Query'),
    dynamodb('Consents', 'BatchGetItem', 'PutItem'),
    dynamodb('Consents/index/customer', 'Query'),
    dynamodb('Policies', 'ConditionCheckItem'),
    dynamodb('Policies/index/customer', 'Query'),
    dynamodb('Claims', 'GetItem'),
    dynamodb('Changes', 'BatchGetItem'),
    dynamodb('Changes/index/policy', 'Query'),
    dynamodb('Quotes', 'GetItem'),
    dynamodb('Releases', 'Query'),
    dynamodb('Ledger', 'PutItem', 'Query'),
    dynamodb('Idempotency', 'GetItem', 'PutItem'),
    master,
  ],
  [
    'erasures',
    dynamodb('Customers', 'GetItem', 'PutItem'),
    dynamodb('Customers/index/due', 'Query'),
    dynamodb('Vault', 'BatchWriteItem', 'DeleteItem', 'Query'),
    dynamodb('Claims', 'GetItem'),
    ['incoming', 'attached', 'quarantined'].flatMap((folder) => files(folder, 'DeleteObject')),
    dynamodb('Consents', 'BatchGetItem', 'PutItem'),
    dynamodb('Consents/index/customer', 'Query'),
    dynamodb('Policies/index/customer', 'Query'),
    dynamodb('Changes/index/policy', 'Query'),
    dynamodb('Ledger', 'PutItem', 'Query'),
  ],
  ['dashboard', ['kms:GetPublicKey on CheckpointKey']],
  ['tokenclaims'],
  ['relay', stream, ['events:PutEvents on Bus', 'sqs:SendMessage on Unrelayed']],
  [
    'releasechain',
    stream,
    dynamodb('Releases', 'DeleteItem', 'PutItem', 'Query'),
    ['kms:GetPublicKey on CheckpointKey', 'kms:Sign on CheckpointKey', 'sqs:SendMessage on Unchained'],
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
