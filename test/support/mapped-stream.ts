import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Checkpoints } from '../../infra/local/events/checkpoints.ts';
import { EventSources, type StreamSource } from '../../infra/local/events/event-sources.ts';
import type { StreamRecord } from '../../infra/local/events/stream-reader.ts';
import type { Invocation } from '../../infra/local/lambda/function.ts';
import { type Grants, queueArn, startServices, tableArn } from './services.ts';

/** The function that a stream is mapped to. */
export const FUNCTION = 'arn:aws:lambda:eu-central-1:000000000000:function:relay';
/** The queue for word of what was given up. */
export const DEAD = 'unrelayed';
/** What reading a stream takes. */
export const READING = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
export const TAKEN: Invocation = { payload: null };
export const FAILED: Invocation = { error: { errorType: 'Error', errorMessage: 'not now' } };

const TABLE = 'Ledger';

/** What stands in for the function: it gets the numbers of the items in a batch. */
export type Handle = (numbers: number[], records: readonly StreamRecord[]) => Invocation;

/** The number of the item that a record speaks of. */
export function numberIn({ dynamodb }: Pick<StreamRecord, 'dynamodb'>): number {
  return Number((dynamodb as { NewImage?: { number?: { N: string } } }).NewImage?.number?.N);
}

/** A table with a stream, and mappings of it to a function. */
export async function startStream() {
  const services = await startServices();
  await services.addQueue(DEAD);
  await services.addTable({
    name: TABLE,
    keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    streamViewType: 'NEW_AND_OLD_IMAGES',
  });
  const label = services.tables.find(TABLE)?.streamArn?.split('/stream/')[1];
  const streamArn = `${tableArn(TABLE)}/stream/${label}`;
  const client = new DynamoDBClient(services.as(['dynamodb:PutItem', tableArn(TABLE)]));
  const open: (() => unknown)[] = [];
  let written = 0;

  /** Writes the next numbers: 1, 2, 3 …, each into an item of its own, or in turn into so many. */
  async function write(count: number, items = Number.POSITIVE_INFINITY): Promise<void> {
    for (let index = 0; index < count; index++) {
      const number = String(++written);
      const id = String(written % items);
      const Item = { id: { S: id }, number: { N: number } };
      await client.send(new PutItemCommand({ TableName: TABLE, Item }));
    }
  }

  const mayAll: Grants = [
    [READING.map((action) => `dynamodb:${action}`), streamArn],
    ['sqs:SendMessage', queueArn(DEAD)],
  ];

  /** Maps the stream to a function; answers the batches that it got, and how to end the mapping. */
  function map(handle: Handle, over: Partial<StreamSource> = {}, grants = mayAll) {
    const { iam, faults, forward, tables, queues, dataDir } = services;
    const checkpoints = new Checkpoints(join(dataDir, 'checkpoints.sqlite'));
    const accessKeyId = services.as(...grants).credentials.accessKeyId;
    const batches: number[][] = [];
    const events: { Records: StreamRecord[] }[] = [];
    const sources = new EventSources({
      iam,
      forward,
      tables,
      checkpoints,
      queues,
      faults,
      invoke: async (_functionArn, payload) => {
        const event = payload as { Records: StreamRecord[] };
        const numbers = event.Records.map(numberIn);
        events.push(event);
        batches.push(numbers);
        return handle(numbers, event.Records);
      },
      accessKeyOf: () => accessKeyId,
      timeoutSecondsOf: () => 3,
    });
    let ended: Promise<void> | undefined;
    const end = () => {
      ended ??= sources.close().then(() => checkpoints.close());
      return ended;
    };
    open.push(end);
    sources.addStream({
      name: 'stack/mapping',
      functionArn: FUNCTION,
      streamArn,
      wanted: () => true,
      batchSize: 100,
      bisect: false,
      reportFailures: false,
      maximumAgeSeconds: -1,
      maximumRetries: -1,
      onFailure: queueArn(DEAD),
      ...over,
    });
    sources.start();
    return { batches, events, end };
  }

  /** What was left at the dead letters. */
  async function deadLetters() {
    const QueueUrl = `${services.url}/000000000000/${DEAD}`;
    const reader = new SQSClient(services.as(['sqs:ReceiveMessage', queueArn(DEAD)]));
    const { Messages = [] } = await reader.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    return Messages.map(({ Body = '' }) => JSON.parse(Body));
  }

  async function close(): Promise<void> {
    for (const end of open.splice(0)) await end();
    await services.close();
  }
  return { streamArn, faults: services.faults, write, map, deadLetters, close };
}
