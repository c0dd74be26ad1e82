import {
  BatchGetItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Iam } from '../../infra/local/iam/iam.ts';
import { addRole, type Services, startServices, tableArn, trustIn } from '../support/services.ts';

const TABLE = tableArn('Quotes');
const QUEUE = 'arn:aws:sqs:eu-central-1:000000000000:feed';
const FUNCTION = 'arn:aws:lambda:eu-central-1:000000000000:function:fn';
const RULE = 'arn:aws:events:eu-central-1:000000000000:rule/every-minute';

/** Whether a role with these statements may do this. */
function mayRole(statements: object[], action: string, resource: string): boolean {
  const iam = new Iam();
  const { arn, credentials } = addRole(iam, [], '');
  iam.attachPolicy(arn, { Statement: statements });
  return iam.isAllowed(credentials.accessKeyId, action, resource);
}

const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown, more: object = {}) => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});

describe('a role', () => {
  test.each([
    ['nothing without a statement', [], false],
    ['what a statement allows', [allow('dynamodb:GetItem', TABLE)], true],
    ['what one of several allows', [allow('s3:*', '*'), allow(['sqs:*', 'dynamodb:GetItem'], TABLE)], true],
    ['actions in any case', [allow('DYNAMODB:getitem', TABLE)], true],
    ['actions by wildcard', [allow('dynamodb:Get*', TABLE)], true],
    ['actions by one character', [allow('dynamodb:?etItem', TABLE)], true],
    ['resources by wildcard', [allow('dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/Q*')], true],
    ['nothing of another action', [allow('dynamodb:PutItem', TABLE)], false],
    ['nothing on another resource', [allow('dynamodb:GetItem', tableArn('Ledger'))], false],
    ['nothing on an index of the table', [allow('dynamodb:GetItem', `${TABLE}/index/listing`)], false],
    ['nothing on a resource in other letters', [allow('dynamodb:GetItem', TABLE.toUpperCase())], false],
    ['nothing where a dot was meant as such', [allow('dynamodb.GetItem', TABLE)], false],
    ['nothing that is denied as well', [allow('*', '*'), deny('dynamodb:GetItem', '*')], false],
    ['what is denied elsewhere', [allow('dynamodb:*', '*'), deny('dynamodb:*', tableArn('Ledger'))], true],
    [
      'what a condition lets',
      [allow('dynamodb:*', TABLE, { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
      true,
    ],
    [
      'nothing that a condition does not let',
      [allow('dynamodb:*', TABLE, { Condition: { ArnLike: { 'aws:PrincipalArn': '*:role/other' } } })],
      false,
    ],
    [
      'nothing that a condition denies',
      [
        allow('*', '*'),
        deny('*', '*', { Condition: { StringEquals: { 'AWS:PrincipalAccount': '000000000000' } } }),
      ],
      false,
    ],
  ])('may do %s', (_, statements, expected) => {
    expect(mayRole(statements, 'dynamodb:GetItem', TABLE)).toBe(expected);
  });

  test('may do nothing with a key that nobody issued', () => {
    expect(new Iam().isAllowed('ASIAUNKNOWN', 'dynamodb:GetItem', TABLE)).toBe(false);
  });

  test('gains by a policy that comes later', () => {
    const iam = new Iam();
    const { arn, credentials } = addRole(iam, [], '');
    expect(iam.isAllowed(credentials.accessKeyId, 'dynamodb:GetItem', TABLE)).toBe(false);
    iam.attachPolicy(arn, { Statement: allow('dynamodb:GetItem', TABLE) });
    expect(iam.isAllowed(credentials.accessKeyId, 'dynamodb:GetItem', TABLE)).toBe(true);
  });

  test('gives keys only to services that it trusts', () => {
    const iam = new Iam();
    iam.addRole('arn:aws:iam::000000000000:role/logs', 'logs', trustIn('apigateway.amazonaws.com'));
    expect(() => iam.issueKey('arn:aws:iam::000000000000:role/logs')).toThrow('cannot be assumed by lambda');
    expect(() => iam.issueKey('arn:aws:iam::000000000000:role/none')).toThrow('no role');
  });
});

describe('a policy is refused for', () => {
  test.each([
    ['an unknown operator', { Condition: { StringNotEqualsIfExists: { 'aws:SourceArn': 'x' } } }, 'operator'],
    ['an unknown key', { Condition: { StringEquals: { 'dynamodb:LeadingKeys': 'x' } } }, 'condition key'],
    ['NotAction', { NotAction: 's3:*' }, 'NotAction'],
    ['NotResource', { NotResource: '*' }, 'NotResource'],
    ['NotPrincipal', { NotPrincipal: '*' }, 'NotPrincipal'],
    ['an effect of another name', { Effect: 'allow' }, 'effect'],
    ['no action', { Action: undefined }, 'lacks a part'],
    ['no resource', { Resource: undefined }, 'lacks a part'],
  ])('%s', (_, over, message) => {
    const statement = { ...allow('dynamodb:GetItem', TABLE), ...over };
    expect(() => mayRole([statement], 'dynamodb:GetItem', TABLE)).toThrow(message);
  });
});

describe('the policy of a resource', () => {
  const invoke = (statement: object, source = RULE) => {
    const iam = new Iam();
    iam.addResourcePolicy(FUNCTION, { Statement: [statement] });
    return iam.isServiceAllowed('events.amazonaws.com', 'lambda:InvokeFunction', FUNCTION, {
      'aws:SourceArn': source,
    });
  };
  const permission = (over: object = {}) =>
    allow('lambda:InvokeFunction', FUNCTION, { Principal: { Service: 'events.amazonaws.com' }, ...over });

  test.each([
    ['lets a service in', permission(), true],
    ['lets no other service in', permission({ Principal: { Service: 'sns.amazonaws.com' } }), false],
    [
      'lets a service in for this source',
      permission({ Condition: { ArnLike: { 'AWS:SourceArn': RULE } } }),
      true,
    ],
    [
      'lets none in for another source',
      permission({ Condition: { ArnEquals: { 'aws:SourceArn': 'x' } } }),
      false,
    ],
    [
      'lets none in of another account',
      permission({ Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }),
      false,
    ],
    ['lets none in that names nobody', { ...permission(), Principal: undefined }, false],
  ])('%s', (_, statement, expected) => {
    expect(invoke(statement)).toBe(expected);
  });

  test('lets no service in where there is none', () => {
    const source = { 'aws:SourceArn': RULE };
    expect(new Iam().isServiceAllowed('events.amazonaws.com', 'sqs:SendMessage', QUEUE, source)).toBe(false);
  });

  test('denies to a role what the role’s own policy allows', () => {
    const iam = new Iam();
    const { credentials } = addRole(iam, [['sqs:*', '*']], '');
    const may = () => iam.isAllowed(credentials.accessKeyId, 'sqs:PurgeQueue', QUEUE);
    expect(may()).toBe(true);
    iam.addResourcePolicy(QUEUE, { Statement: [deny('sqs:PurgeQueue', QUEUE, { Principal: { AWS: '*' } })] });
    expect(may()).toBe(false);
  });
});

describe('the policy of a bucket', () => {
  const BUCKET = 'arn:aws:s3:::documents';
  const statement = (Effect: string, Resource: string) => ({
    Effect,
    Action: 's3:GetObject',
    Principal: { AWS: '*' },
    Resource,
  });

  test('speaks of its objects, and of no others', () => {
    const iam = new Iam();
    const { accessKeyId } = addRole(iam, [['s3:*', '*']], '').credentials;
    const may = (object: string) => iam.isAllowed(accessKeyId, 's3:GetObject', `arn:aws:s3:::${object}`);
    iam.addResourcePolicy(BUCKET, { Statement: [statement('Deny', 'arn:aws:s3:::*/closed/*')] });
    expect(may('documents/closed/one')).toBe(false);
    expect(may('documents/open/one')).toBe(true);
    expect(may('documents2/closed/one')).toBe(true);
  });

  test('lets in who has no right of their own', () => {
    const iam = new Iam();
    const { accessKeyId } = addRole(iam, [], '').credentials;
    iam.addResourcePolicy(BUCKET, { Statement: [statement('Allow', `${BUCKET}/shared/*`)] });
    const may = (key: string) => iam.isAllowed(accessKeyId, 's3:GetObject', `${BUCKET}/${key}`);
    expect([may('shared/one'), may('other/one')]).toEqual([true, false]);
  });
});

test('a key has a secret, which nobody else has', () => {
  const iam = new Iam();
  const [one, other] = [addRole(iam, [], '').credentials, addRole(iam, [], '').credentials];
  expect(iam.secretOf(one.accessKeyId)).toBe(one.secretAccessKey);
  expect(one.secretAccessKey).not.toBe(other.secretAccessKey);
  expect(iam.secretOf('ASIAUNKNOWN')).toBeUndefined();
});

test('grants are listed by whether anything needed them', () => {
  const iam = new Iam();
  const { name: role, credentials } = addRole(iam, [[['dynamodb:GetItem', 'dynamodb:Query'], TABLE]], '');
  const used = { role, action: 'dynamodb:GetItem', resource: TABLE };
  const unused = { role, action: 'dynamodb:Query', resource: TABLE };
  expect(iam.grants()).toEqual({ used: [], unused: [used, unused] });
  iam.isAllowed(credentials.accessKeyId, 'dynamodb:GetItem', TABLE);
  iam.isAllowed(credentials.accessKeyId, 'dynamodb:GetItem', tableArn('Ledger'));
  expect(iam.grants()).toEqual({ used: [used], unused: [unused] });
});

describe('the endpoint', () => {
  let services: Services;
  beforeAll(async () => {
    services = await startServices();
    const keySchema = [{ AttributeName: 'id', KeyType: 'HASH' }];
    await services.addTable({
      name: 'Quotes',
      keySchema,
      attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    });
  });
  afterAll(() => services.close());

  const get = new GetItemCommand({ TableName: 'Quotes', Key: { id: { S: '1' } } });

  test('refuses what the role of the signing key lacks, and says what that is', async () => {
    const role = services.as(['dynamodb:GetItem', TABLE]);
    const client = new DynamoDBClient(role);
    expect((await client.send(get)).Item).toBeUndefined();
    await expect(client.send(new DescribeTableCommand({ TableName: 'Quotes' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${role.name} is not authorized to perform: dynamodb:DescribeTable on resource: ${TABLE}`,
    });
  });

  test('asks of a transaction what each of its items asks by itself', async () => {
    const client = new DynamoDBClient(services.as(['dynamodb:PutItem', TABLE]));
    const TableName = 'Quotes';
    const Put = { TableName, Item: { id: { S: 'put' } } };
    const Delete = { TableName, Key: { id: { S: 'deleted' } } };
    await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
    await expect(
      client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }, { Delete }] })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`dynamodb:DeleteItem on resource: ${TABLE}`),
    });
  });

  test('asks of a batch a right of its own', async () => {
    const client = new DynamoDBClient(services.as(['dynamodb:GetItem', TABLE]));
    const Keys = [{ id: { S: '1' } }];
    await expect(
      client.send(new BatchGetItemCommand({ RequestItems: { Quotes: { Keys, ConsistentRead: true } } })),
    ).rejects.toMatchObject({
      message: expect.stringContaining(`dynamodb:BatchGetItem on resource: ${TABLE}`),
    });
  });

  test('refuses a key that nobody issued', async () => {
    const credentials = { accessKeyId: 'ASIAUNKNOWN', secretAccessKey: 'secret' };
    const client = new DynamoDBClient({ ...services.as(), credentials });
    await expect(client.send(get)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  const post = async (headers: Record<string, string>, body = '{}') => {
    const answer = await fetch(services.url, { method: 'POST', headers, body });
    return { status: answer.status, type: ((await answer.json()) as { __type: string }).__type };
  };
  const signedFor = (service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=ASIA/20260101/eu-central-1/${service}/aws4_request`,
    'x-amz-target': 'DynamoDB_20120810.GetItem',
  });

  test.each([
    ['an unsigned call', {}, '{}', 403, 'MissingAuthenticationTokenException'],
    ['a service that is not here', signedFor('iam'), '{}', 400, 'UnknownOperationException'],
    ['a body that is not JSON', signedFor('dynamodb'), '{"TableName"', 400, 'SerializationException'],
  ])('refuses %s', async (_, headers, body, status, type) => {
    expect(await post(headers, body)).toEqual({ status, type });
  });
});
