import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Checkpoints } from '../../infra/local/events/checkpoints.ts';
import { EventSources, type QueueSource } from '../../infra/local/events/event-sources.ts';
import type { Invocation } from '../../infra/local/lambda/function.ts';
import { temporaryDirectory } from './directories.ts';
import { type Grants, queueArn, startServices } from './services.ts';

/** The function that the queue is mapped to. */
const FUNCTION = 'arn:aws:lambda:eu-central-1:000000000000:function:check';
const QUEUE = 'uploads';
const DEAD = 'unchecked';

/** What receiving from a queue takes. */
export const RECEIVING = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
/** How long the function may take, in seconds. */
export const TIMEOUT = 1;

/** A message as the function gets it. */
export interface QueueRecord {
  messageId: string;
  body: string;
  attributes: Record<string, string>;
}

/** What stands in for the function: it gets the bodies of the messages in a batch. */
export type Handle = (bodies: string[], records: readonly QueueRecord[]) => Invocation | Promise<Invocation>;

/** A queue with dead letters, whose messages are given out again after a second, and mappings of it to a function. */
export async function startQueue(dataDir = temporaryDirectory(), attributes: Record<string, string> = {}) {
  const services = await startServices(dataDir);
  const dead = await services.addQueue(DEAD);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
  const queue = await services.addQueue(QUEUE, { VisibilityTimeout: '1', RedrivePolicy, ...attributes });
  const client = new SQSClient(services.as(['sqs:*', [queue.arn, dead.arn]]));
  const checkpoints = new Checkpoints(':memory:');
  const open: (() => Promise<void>)[] = [];

  /** Sends messages in this order. */
  async function send(...bodies: string[]): Promise<void> {
    for (const MessageBody of bodies)
      await client.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody }));
  }

  const mayAll: Grants = [[RECEIVING.map((action) => `sqs:${action}`), queue.arn]];

  /** Maps the queue to a function; answers the batches that it got, and how to end the mapping. */
  function map(handle: Handle, over: Partial<QueueSource> = {}, grants = mayAll) {
    const { iam, faults, forward, tables, queues } = services;
    const { accessKeyId } = services.as(...grants).credentials;
    const batches: string[][] = [];
    const events: { Records: QueueRecord[] }[] = [];
    const sources = new EventSources({
      iam,
      forward,
      tables,
      checkpoints,
      queues,
      faults,
      invoke: async (_functionArn, payload) => {
        const event = payload as { Records: QueueRecord[] };
        const bodies = event.Records.map(({ body }) => body);
        events.push(event);
        batches.push(bodies);
        return handle(bodies, event.Records);
      },
      accessKeyOf: () => accessKeyId,
      timeoutSecondsOf: () => TIMEOUT,
    });
    sources.addQueue({
      name: 'stack/mapping',
      functionArn: FUNCTION,
      queueArn: queueArn(QUEUE),
      batchSize: 10,
      windowSeconds: 0,
      concurrency: 2,
      reportFailures: false,
      ...over,
    });
    const end = () => sources.close();
    open.push(end);
    sources.start();
    return { batches, events, end };
  }

  /** How many messages the queue holds, also those that somebody has in hand. */
  async function left(): Promise<number> {
    const counts = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const command = new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: [...counts] });
    const { Attributes } = await client.send(command);
    return counts.reduce((sum, count) => sum + Number(Attributes?.[count]), 0);
  }

  /** Bodies of the dead letters. */
  async function deadLetters(): Promise<string[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: dead.url,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
    });
    const { Messages = [] } = await client.send(command);
    return Messages.map(({ Body = '' }) => Body);
  }

  async function close(): Promise<void> {
    for (const end of open.splice(0)) await end();
    checkpoints.close();
    await services.close();
  }
  const { faults } = services;
  return { arn: queue.arn, url: queue.url, client, dataDir, faults, send, map, left, deadLetters, close };
}
