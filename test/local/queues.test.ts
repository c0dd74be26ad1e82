import {
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/directories.ts';
import { letEventsSend, queueArn, type Services, startServices } from '../support/services.ts';

const EVENTS = 'events.amazonaws.com';
const RULE = 'arn:aws:events:eu-central-1:000000000000:rule/all';

const running = new Set<Services>();
afterEach(async () => {
  await Promise.all([...running].map((services) => services.close()));
  running.clear();
});

/** A queue `feed`, and a client that may do everything with it. */
async function start(dataDir = temporaryDirectory(), attributes: Record<string, string> = {}) {
  const services = await startServices(dataDir);
  running.add(services);
  const { url: QueueUrl, arn } = await services.addQueue('feed', attributes);
  const client = new SQSClient(services.as(['sqs:*', arn]));
  const stop = () => {
    running.delete(services);
    return services.close();
  };
  return { ...services, QueueUrl, arn, client, stop };
}

async function received(client: SQSClient, QueueUrl: string, VisibilityTimeout = 30) {
  const command = new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout, MaxNumberOfMessages: 10 });
  return (await client.send(command)).Messages ?? [];
}

describe('a queue', () => {
  test('gives out what was sent, until it is deleted', async () => {
    const { client, QueueUrl } = await start();
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    const [message] = await received(client, QueueUrl, 0);
    expect(message?.Body).toBe('one');
    const [again] = await received(client, QueueUrl);
    expect(again?.MessageId).toBe(message?.MessageId);
    expect(await received(client, QueueUrl)).toEqual([]);
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle }));
  });

  test('keeps what it holds from start to start, and takes new settings', async () => {
    const first = await start();
    await first.client.send(new SendMessageCommand({ QueueUrl: first.QueueUrl, MessageBody: 'one' }));
    await first.stop();
    const { client, QueueUrl } = await start(first.dataDir, { VisibilityTimeout: '77' });
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] }),
    );
    expect(Attributes).toEqual({ VisibilityTimeout: '77' });
    expect((await received(client, QueueUrl)).map(({ Body }) => Body)).toEqual(['one']);
  });

  test('holds back what a service sends for as long as its delay is, also through an end', async () => {
    const attributes = { DelaySeconds: '2' };
    const first = await start(temporaryDirectory(), attributes);
    first.iam.addResourcePolicy(first.arn, letEventsSend('feed'));
    const sentAt = performance.now();
    first.queues.sendAsService(EVENTS, RULE, first.arn, {});
    expect(await received(first.client, first.QueueUrl)).toEqual([]);
    await first.stop();
    const { client, QueueUrl } = await start(first.dataDir, attributes);
    const command = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 });
    expect((await client.send(command)).Messages).toHaveLength(1);
    expect(performance.now() - sentAt).toBeGreaterThan(1_900);
  });

  test('hands what is received too often to its dead letters', async () => {
    const services = await start();
    const dead = await services.addQueue('dead');
    const policy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
    const { url: QueueUrl, arn } = await services.addQueue('guarded', { RedrivePolicy: policy });
    const client = new SQSClient(services.as(['sqs:*', [arn, dead.arn]]));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'bad' }));
    for (let time = 0; time < 3; time++) await received(client, QueueUrl, 0);
    expect((await received(client, dead.url)).map(({ Body }) => Body)).toEqual(['bad']);
  });

  test('lets a batch do what its role may do one by one, and nothing else', async () => {
    const { as, arn, QueueUrl } = await start();
    const client = new SQSClient(as(['sqs:SendMessage', arn]));
    const Entries = [{ Id: 'one', MessageBody: 'one' }];
    const { Successful: sent } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent).toHaveLength(1);
    const deletion = new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: [{ Id: 'one', ReceiptHandle: 'none' }],
    });
    await expect(client.send(deletion)).rejects.toThrow(/perform: sqs:DeleteMessage on resource/);
  });

  test('goes by an address at which rights are asked for', async () => {
    const { client, QueueUrl, url } = await start();
    expect(QueueUrl.startsWith(url)).toBe(true);
    expect(await client.send(new GetQueueUrlCommand({ QueueName: 'feed' }))).toMatchObject({ QueueUrl });
  });
});

describe('a role', () => {
  test('may do with a queue what it was granted', async () => {
    const { as, arn, QueueUrl } = await start();
    const client = new SQSClient(as(['sqs:SendMessage', arn]));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    for (const command of [new ReceiveMessageCommand({ QueueUrl }), new PurgeQueueCommand({ QueueUrl })]) {
      await expect(client.send(command as ReceiveMessageCommand)).rejects.toMatchObject({
        name: 'AccessDeniedException',
      });
    }
  });

  test('is told of a queue that is not there', async () => {
    const { client, url } = await start();
    const QueueUrl = `${url}/000000000000/none`;
    await expect(client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))).rejects.toMatchObject({
      name: expect.stringMatching(/NonExistentQueue|QueueDoesNotExist/),
    });
  });
});

describe('a service', () => {
  test('sends where the policy of the queue lets it', async () => {
    const { iam, queues, arn, client, QueueUrl } = await start();
    const send = () => queues.sendAsService(EVENTS, RULE, arn, { hello: 'world' });
    expect(send).toThrow(`${EVENTS} may not send to ${arn}`);
    iam.addResourcePolicy(arn, letEventsSend('feed'));
    send();
    expect((await received(client, QueueUrl)).map(({ Body }) => Body)).toEqual(['{"hello":"world"}']);
  });

  test('does not send without TLS where the policy denies that, which here never happens', async () => {
    const { iam, queues, arn } = await start();
    const [statement] = letEventsSend('feed').Statement;
    const plain = { Effect: 'Deny', Action: 'sqs:*', Principal: { AWS: '*' }, Resource: arn };
    const Statement = [statement, { ...plain, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }];
    iam.addResourcePolicy(arn, { Statement });
    queues.sendAsService(EVENTS, RULE, arn, {});
  });

  test('cannot send where there is no queue', async () => {
    const { iam, queues } = await start();
    iam.addResourcePolicy(queueArn('none'), letEventsSend('none'));
    expect(() => queues.sendAsService(EVENTS, RULE, queueArn('none'), {})).toThrow('no queue');
  });
});
