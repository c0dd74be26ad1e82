import { randomUUID } from 'node:crypto';
import type { Forward } from '../dynamodb/forward.ts';
import type { Tables } from '../dynamodb/tables.ts';
import type { Iam } from '../iam/iam.ts';
import type { Invocation } from '../lambda/function.ts';
import type { Checkpoints } from './checkpoints.ts';
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

/** What the event sources work with. */
export interface EventSourceParts {
  iam: Iam;
  forward: Forward;
  tables: Tables;
  checkpoints: Checkpoints;
  queues: Queues;
  invoke: (functionArn: string, event: unknown) => Promise<Invocation>;
  /** The access key that a function signs with: a stream is read by the right of the function's role. */
  accessKeyOf: (functionArn: string) => string;
}

/** What reading a stream takes, as Lambda does it for a function ("Using AWS Lambda with Amazon DynamoDB"). */
const READING = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

/** The event-source mappings of the deployment. */
export class EventSources {
  readonly #parts: EventSourceParts;
  readonly #mappings: StreamMapping[] = [];

  constructor(parts: EventSourceParts) {
    this.#parts = parts;
  }

  /** Adds a mapping. Throws when the function's role may not read the stream, or not send on what it gives up. */
  addStream(source: StreamSource): void {
    const { forward, tables, checkpoints, invoke } = this.#parts;
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
        bury: (records, condition) => this.#bury(source, records, condition),
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
