import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { findQueues } from './house.ts';

/** Has the ledger's entries of a span of time brought to a reader again. */
export type BringAgain = (reader: string, from: Date, to: Date) => Promise<unknown>;

/** How Lambda says what it gave up of a stream. */
interface GivenUp {
  requestContext: { functionArn: string };
  DDBStreamBatchInfo: {
    approximateArrivalOfFirstRecord: string;
    approximateArrivalOfLastRecord: string;
  };
}

/** An entry is a moment older than its record of the stream, by the clock of another machine. */
const LEEWAY_MS = 60_000;

/** What is given out is given to nobody else for so long: one message may stand for many entries. */
const VISIBILITY_SECONDS = 300;

/**
 * Takes what lies in a queue of dead letters back to where it was given up: events to their queue, places in the
 * ledger's stream to the reader that did not get past them. A message is deleted once that has worked, so that none is
 * lost. Answers how many there were.
 */
export async function redrive(
  client: SQSClient,
  { stage, queue: id }: { stage: string; queue: string },
  bringAgain: BringAgain,
): Promise<number> {
  const [QueueUrl = '', ...others] = await findQueues(client, stage, id);
  if (others.length > 0) throw new Error(`${id} may be any of ${others.length + 1} queues`);
  const source = await sourceOf(client, stage, QueueUrl);
  for (let moved = 0; ; ) {
    const { Messages: messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        VisibilityTimeout: VISIBILITY_SECONDS,
      }),
    );
    if (messages.length === 0) return moved;
    for (const message of messages) {
      await bringBack(client, message, { source, stage, bringAgain });
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      moved++;
    }
  }
}

interface Way {
  /** The address of the queue whose dead letters these are; undefined where they are of no queue. */
  source: string | undefined;
  stage: string;
  bringAgain: BringAgain;
}

async function bringBack(
  client: SQSClient,
  message: Message,
  { source, stage, bringAgain }: Way,
): Promise<void> {
  const body = JSON.parse(message.Body ?? '') as object;
  if ('DDBStreamBatchInfo' in body) {
    const { requestContext, DDBStreamBatchInfo: batch } = body as GivenUp;
    const from = new Date(Date.parse(batch.approximateArrivalOfFirstRecord) - LEEWAY_MS);
    const to = new Date(Date.parse(batch.approximateArrivalOfLastRecord) + LEEWAY_MS);
    await bringAgain(requestContext.functionArn.replace(/:\$LATEST$/, ''), from, to);
    return;
  }
  const QueueUrl = source ?? (await targetOf(client, stage, message));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: message.Body ?? '' }));
}

/** The queue that gives up into another. */
async function sourceOf(client: SQSClient, stage: string, deadLetters: string): Promise<string | undefined> {
  const arn = (await attributesOf(client, deadLetters)).QueueArn;
  for (const url of await findQueues(client, stage)) {
    const { RedrivePolicy: policy = '{}' } = await attributesOf(client, url);
    if (JSON.parse(policy).deadLetterTargetArn === arn) return url;
  }
  return undefined;
}

/** The queue that EventBridge could not reach. */
async function targetOf(
  client: SQSClient,
  stage: string,
  { MessageAttributes: said }: Message,
): Promise<string> {
  const arn = said?.TARGET_ARN?.StringValue ?? '';
  const url = (await findQueues(client, stage)).find(
    (each) => each.split('/').at(-1) === arn.split(':').at(-1),
  );
  if (url === undefined) throw new Error(`nothing is known of where a message was to go: ${arn}`);
  return url;
}

async function attributesOf(client: SQSClient, QueueUrl: string): Promise<Record<string, string>> {
  const AttributeNames = ['QueueArn' as const, 'RedrivePolicy' as const];
  const { Attributes: attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
  );
  return attributes as Record<string, string>;
}
