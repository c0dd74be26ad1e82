import { randomUUID } from 'node:crypto';
import type { Forward } from '../dynamodb/forward.ts';
import type { Tables } from '../dynamodb/tables.ts';
import { arranged } from '../faults/arrangement.ts';
import { Faults } from '../faults/faults.ts';
import { receivedAgain, shuffled } from '../faults/queue-faults.ts';
import type { Iam } from '../iam/iam.ts';
import type { Invocation } from '../lambda/function.ts';
import type { Checkpoints } from './checkpoints.ts';
import { QueueMapping, type QueueMappingSettings } from './queue-mapping.ts';
import { queueRecord } from './queue-record.ts';
import type { Queues } from './queues.ts';
import { type GivenUp, StreamMapping, type StreamMappingSettings } from './stream-mapping.ts';
import { StreamReader, type StreamRecord } from './stream-reader.ts';

/** A mapping from a stream to a function. */
export interface StreamSource extends StreamMappingSettings {
  functionArn: string;
  streamArn: string;
  /** Queue for word of records that were given up. */
  onFailure?: string | undefined;
}

/** A mapping from a queue to a function. */
export interface QueueSource extends QueueMappingSettings {
  functionArn: string;
  queueArn: string;
}

/** What the event sources work with. */
export interface EventSourceParts {
  iam: Iam;
  forward: Forward;
  tables: Tables;
  checkpoints: Checkpoints;
  queues: Queues;
  /** What goes wrong on the way; nothing unless said. */
  faults?: Faults;
  invoke: (functionArn: string, event: unknown) => Promise<Invocation>;
  /** The access key that a function signs with: a source is read by the right of the function's role. */
  accessKeyOf: (functionArn: string) => string;
  timeoutSecondsOf: (functionArn: string) => number;
}

interface Mapping {
  start(): void;
  close(): Promise<void>;
}

/** What reading a stream takes, as Lambda does it for a function ("Using AWS Lambda with Amazon DynamoDB"). */
const READING = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
/** And what a queue takes ("Using Lambda with Amazon SQS"). */
const RECEIVING = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** The event-source mappings of the deployment. */
export class EventSources {
  readonly #parts: EventSourceParts & { faults: Faults };
  readonly #mappings: Mapping[] = [];
  readonly #queueArns: string[] = [];

  constructor(parts: EventSourceParts) {
    this.#parts = { faults: new Faults(), ...parts };
  }

  /** Adds a mapping. Throws when the function's role may not read the stream, or not send on what it gives up. */
  addStream(source: StreamSource): void {
    const { forward, tables, checkpoints, invoke, faults } = this.#parts;
    const { functionArn, streamArn, onFailure } = source;
    for (const action of READING) this.#require(functionArn, `dynamodb:${action}`, streamArn);
    if (onFailure) this.#require(functionArn, 'sqs:SendMessage', onFailure);
    const serverArn = tables.findStream(streamArn);
    if (!serverArn) throw new Error(`there is no stream ${streamArn}`);
    const facts = { awsRegion: streamArn.split(':')[3], eventSourceARN: streamArn };
    this.#mappings.push(
      new StreamMapping(source, {
        reader: new StreamReader(forward, serverArn),
        checkpoints,
        invoke: (records) =>
          invoke(functionArn, { Records: records.map((record) => ({ ...record, ...facts })) }),
        arrange: (records) => arranged(faults, source.name, records),
        bury: (records, condition) => this.#bury(source, records, condition),
      }),
    );
  }

  /**
   * Adds a mapping. Throws when the function's role may not read the queue, and when a message would be given out again
   * while the function still works on it.
   */
  addQueue(source: QueueSource): void {
    const { queues, invoke, faults, accessKeyOf, timeoutSecondsOf } = this.#parts;
    const { functionArn, queueArn, name, batchSize, windowSeconds } = source;
    for (const action of RECEIVING) this.#require(functionArn, `sqs:${action}`, queueArn);
    if (queues.visibilityTimeout(queueArn) < timeoutSecondsOf(functionArn))
      throw new Error(`the visibility timeout of ${queueArn} is less than the timeout of ${functionArn}`);
    if (batchSize > 10 && windowSeconds < 1)
      throw new Error('a batch of more than 10 needs a batching window');
    const accessKeyId = accessKeyOf(functionArn);
    this.#queueArns.push(queueArn);
    this.#mappings.push(
      new QueueMapping(source, {
        receive: async (reception) =>
          shuffled(faults, name, await queues.receiveAs(accessKeyId, queueArn, reception)),
        remove: (messages) =>
          receivedAgain(faults, name, messages)
            ? queues.giveAgainAs(accessKeyId, queueArn, messages)
            : queues.deleteAs(accessKeyId, queueArn, messages),
        invoke: (messages) =>
          invoke(functionArn, { Records: messages.map((message) => queueRecord(message, queueArn)) }),
        giveBack: () => queues.giveBack(queueArn),
      }),
    );
  }

  #require(functionArn: string, action: string, resource: string): void {
    const { iam, accessKeyOf } = this.#parts;
    const accessKey = accessKeyOf(functionArn);
    if (iam.isAllowed(accessKey, action, resource)) return;
    throw new Error(`${iam.roleName(accessKey)} lacks ${action} on ${resource}`);
  }

  start(): void {
    for (const mapping of this.#mappings) mapping.start();
  }

  /** Soon gives out again what is in somebody's hands, who may have ended upon it. */
  async giveBack(): Promise<void> {
    await Promise.all(this.#queueArns.map((queueArn) => this.#parts.queues.giveBack(queueArn)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#mappings.map((mapping) => mapping.close()));
  }

  /** Leaves word of lost records where the template says, by the right of the function's role. */
  #bury(
    { functionArn, streamArn, onFailure }: StreamSource,
    records: readonly StreamRecord[],
    condition: GivenUp,
  ): void {
    console.error(`event source of ${functionArn}: ${records.length} records given up, ${condition}`);
    if (!onFailure) return;
    const [first] = records;
    const last = records.at(-1);
    this.#parts.queues.sendAs(this.#parts.accessKeyOf(functionArn), onFailure, {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: { requestId: randomUUID(), functionArn: `${functionArn}:$LATEST`, condition },
      DDBStreamBatchInfo: {
        shardId: 'shardId-local',
        streamArn,
        batchSize: records.length,
        startSequenceNumber: first?.dynamodb.SequenceNumber,
        endSequenceNumber: last?.dynamodb.SequenceNumber,
        approximateArrivalOfFirstRecord: arrivalOf(first),
        approximateArrivalOfLastRecord: arrivalOf(last),
      },
    });
  }
}

function arrivalOf(record: StreamRecord | undefined): string | undefined {
  return record && new Date(record.dynamodb.ApproximateCreationDateTime * 1000).toISOString();
}
