import type { Forward } from '../dynamodb/forward.ts';

/** A record of a DynamoDB stream, in the form that a function gets it. */
export interface StreamRecord {
  eventName: string;
  dynamodb: { SequenceNumber: string; ApproximateCreationDateTime: number };
}

/** Reads a table's stream from a sequence number on. dynoxide's streams have one shard. */
export class StreamReader {
  readonly #forward: Forward;
  readonly #streamArn: string;
  #iterator: string | undefined;

  constructor(forward: Forward, streamArn: string) {
    this.#forward = forward;
    this.#streamArn = streamArn;
  }

  /** The next records, at most so many; the first call starts after a sequence number, or at the beginning. */
  async read(after: string | undefined, limit: number): Promise<StreamRecord[]> {
    this.#iterator ??= await this.#open(after);
    if (this.#iterator === undefined) return [];
    const input = { ShardIterator: this.#iterator, Limit: limit };
    const { Records: records = [], NextShardIterator: next } = await this.#call('GetRecords', input);
    this.#iterator = next as string | undefined;
    return records as StreamRecord[];
  }

  /** Forgets the position: the next call reads from the sequence number that it is given. */
  rewind(): void {
    this.#iterator = undefined;
  }

  async #open(after: string | undefined): Promise<string | undefined> {
    const { StreamDescription: description } = await this.#call('DescribeStream', {
      StreamArn: this.#streamArn,
    });
    const [shard] = (description as { Shards?: { ShardId: string }[] }).Shards ?? [];
    if (!shard) return undefined;
    const { ShardIterator: iterator } = await this.#call('GetShardIterator', {
      StreamArn: this.#streamArn,
      ShardId: shard.ShardId,
      ...(after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }),
    });
    return iterator as string | undefined;
  }

  async #call(action: string, input: object): Promise<Record<string, unknown>> {
    const { status, body } = await this.#forward(`DynamoDBStreams_20120810.${action}`, JSON.stringify(input));
    if (status !== 200) throw new Error(`${action}: ${body}`);
    return JSON.parse(body.toString());
  }
}
