import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FaultKind } from '../../infra/local/faults/fault-kind.ts';
import { bucketArn, busArn, queueArn, type Services, startServices } from '../support/services.ts';

let services: Services;
/** A call of each service. */
let calls: Record<string, () => Promise<unknown>>;
let putEvents: (count: number) => Promise<PutEventsCommandOutput>;
let s3: S3Client;

beforeAll(async () => {
  services = await startServices();
  services.bus.addBus('house', busArn('house'));
  services.addBucket('documents');
  const queue = await services.addQueue('uploads');
  const [secret, key] = [services.addSecret('master'), services.addSigningKey('checkpoints')];
  const role = services.as(
    ['events:PutEvents', busArn('house')],
    ['kms:Sign', key],
    ['secretsmanager:GetSecretValue', secret],
    ['sqs:SendMessage', queueArn('uploads')],
    [['s3:GetObject', 's3:PutObject'], bucketArn('documents/*')],
    ['s3:ListBucket', bucketArn('documents')],
  );
  const once = { ...role, maxAttempts: 1 };
  const [bus, kms] = [new EventBridgeClient(once), new KMSClient(once)];
  const [secrets, sqs] = [new SecretsManagerClient(once), new SQSClient(once)];
  s3 = new S3Client({ ...once, endpoint: services.s3Url, forcePathStyle: true });
  const entry = { EventBusName: 'house', Source: 'test', DetailType: 'said', Detail: '{}' };
  putEvents = (count) => bus.send(new PutEventsCommand({ Entries: Array(count).fill(entry) }));
  const Message = Buffer.from('header.payload');
  const signing = new SignCommand({ KeyId: key, Message, SigningAlgorithm: 'ECDSA_SHA_256' });
  calls = {
    events: () => putEvents(1),
    kms: () => kms.send(signing),
    secretsmanager: () => secrets.send(new GetSecretValueCommand({ SecretId: secret })),
    sqs: () => sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'hello' })),
    s3: () => putObject('some', 'hello'),
  };
});
afterEach(() => services.faults.heal());
afterAll(() => services.close());

const SERVICES = ['events', 'kms', 'secretsmanager', 'sqs', 's3'];
const putObject = (Key: string, Body: string) =>
  s3.send(new PutObjectCommand({ Bucket: 'documents', Key, Body }));
const getObject = (Key: string) => s3.send(new GetObjectCommand({ Bucket: 'documents', Key }));
const always = (...kinds: FaultKind[]) => services.faults.switchOn({ seed: 1, rate: 1, kinds });
const eventsTaken = () => services.bus.list('', 1_000).length;

describe.each(SERVICES)('the service %s', (name) => {
  const call = () => calls[name]?.();

  test('fails as it would', async () => {
    always('fail-before');
    await expect(call()).rejects.toMatchObject({
      name: expect.stringMatching(/Internal|Unavailable|DependencyTimeout/),
      $metadata: { httpStatusCode: expect.toBeOneOf([500, 503]) },
    });
  });

  test('throttles as it would', async () => {
    always('throttle');
    await expect(call()).rejects.toMatchObject({
      name: expect.stringMatching(/^(Throttling(Exception)?|RequestThrottled|SlowDown)$/),
    });
  });

  test('is cut off', async () => {
    always('cut-before');
    await expect(call()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('answers as ever when nothing goes wrong', async () => {
    services.faults.switchOn({ seed: 1, rate: 0, kinds: ['fail-before', 'cut-before'] });
    await expect(call()).resolves.toBeDefined();
  });
});

describe('of several events', () => {
  test('the bus takes some, and says which it did not', async () => {
    const before = eventsTaken();
    always('partial');
    const { FailedEntryCount: failed = 0, Entries: results = [] } = await putEvents(10);
    expect(failed).toBeGreaterThan(0);
    expect(results).toHaveLength(10);
    expect(results.filter(({ ErrorCode: code }) => code !== undefined)).toHaveLength(failed);
    expect(eventsTaken() - before).toBe(10 - failed);
  });

  test('it may take none, also when there is but one', async () => {
    const before = eventsTaken();
    always('partial');
    expect(await putEvents(1)).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'ThrottlingException' }],
    });
    expect(eventsTaken()).toBe(before);
  });
});

describe('a file', () => {
  test('is there although the answer was lost', async () => {
    always('cut-after');
    await expect(putObject('lost', 'and found')).rejects.toMatchObject({ code: 'ECONNRESET' });
    services.faults.heal();
    const { Body: body } = await getObject('lost');
    expect(await body?.transformToString()).toBe('and found');
  });

  test('is not there when it never arrived', async () => {
    always('throttle');
    await expect(putObject('refused', 'never')).rejects.toThrow();
    services.faults.heal();
    await expect(getObject('refused')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
