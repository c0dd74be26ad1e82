import { DatabaseSync } from 'node:sqlite';
import type { Forward } from './forward.ts';

/** A table as the template declares it. */
export interface TableDefinition {
  name: string;
  keySchema: readonly { AttributeName: string; KeyType: string }[];
  attributeDefinitions: readonly object[];
  globalSecondaryIndexes?: readonly object[];
  streamViewType?: string;
  ttlAttribute?: string;
}

interface Description {
  KeySchema: { AttributeName: string; KeyType: string }[];
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  GlobalSecondaryIndexes?: {
    IndexName: string;
    KeySchema: object[];
    Projection: { ProjectionType?: string; NonKeyAttributes?: string[] };
  }[];
  StreamSpecification?: { StreamViewType?: string };
  LatestStreamArn?: string;
}

/** A table that exists. */
export interface Table {
  keyAttributes: readonly string[];
  /** In the server's own words: dynoxide and DynamoDB Local each have a region of their own. */
  streamArn?: string;
}

/** The tables of the deployment. What a table holds survives; a table of another shape is refused. */
export class Tables {
  readonly #forward: Forward;
  readonly #tables = new Map<string, Table>();

  constructor(forward: Forward) {
    this.#forward = forward;
  }

  find(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  /** A stream's ARN in the server's own words; undefined when there is no such stream. */
  findStream(streamArn: string): string | undefined {
    const [, name = '', label = ''] = STREAM.exec(streamArn) ?? [];
    const server = this.#tables.get(name)?.streamArn;
    return server?.endsWith(`/stream/${label}`) ? server : undefined;
  }

  /** Makes a table unless it is there. */
  async ensure(definition: TableDefinition): Promise<Table> {
    const existing = await this.#describe(definition.name);
    if (existing && shapeOf(existing) !== shapeOf(toDescription(definition))) {
      throw new Error(
        `the table ${definition.name} has another shape in DATA_DIR than in the template: remove that directory`,
      );
    }
    const description = existing ?? (await this.#create(definition));
    if (definition.ttlAttribute) await this.#expire(definition.name, definition.ttlAttribute);
    const { LatestStreamArn: streamArn } = description;
    const table = {
      keyAttributes: definition.keySchema.map(({ AttributeName: name }) => name),
      ...(streamArn !== undefined && { streamArn }),
    };
    this.#tables.set(definition.name, table);
    return table;
  }

  /** Makes an empty table with the keys and indexes of another; whether there was none of this name. */
  async copyShape(source: string, target: string): Promise<boolean> {
    if (await this.#describe(target)) return false;
    const description = await this.#describe(source);
    if (!description) throw new Error(`there is no table ${source}`);
    const { KeySchema: keySchema, AttributeDefinitions: attributeDefinitions } = description;
    const indexes = description.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => {
      return { IndexName, KeySchema, Projection };
    });
    await this.ensure({
      name: target,
      keySchema,
      attributeDefinitions,
      ...(indexes && { globalSecondaryIndexes: indexes }),
    });
    return true;
  }

  /** Forgets a table that is no more. */
  forget(name: string): void {
    this.#tables.delete(name);
  }

  async #describe(name: string): Promise<Description | undefined> {
    const { status, body } = await this.#forward(
      'DynamoDB_20120810.DescribeTable',
      JSON.stringify({ TableName: name }),
    );
    if (status === 200) return JSON.parse(body.toString()).Table;
    if (body.includes('ResourceNotFoundException')) return undefined;
    throw new Error(`DynamoDB does not describe ${name}: ${body}`);
  }

  async #create(definition: TableDefinition): Promise<Description> {
    const { TableDescription: description } = await this.#call('CreateTable', {
      TableName: definition.name,
      BillingMode: 'PAY_PER_REQUEST',
      ...toDescription(definition),
    });
    return description as Description;
  }

  /** Gives a table its time to live: a call of its own, before which the process may have been killed. */
  async #expire(table: string, attribute: string): Promise<void> {
    const { TimeToLiveDescription: now } = await this.#call('DescribeTimeToLive', { TableName: table });
    if ((now as { AttributeName?: string }).AttributeName === attribute) return;
    const specification = { Enabled: true, AttributeName: attribute };
    await this.#call('UpdateTimeToLive', { TableName: table, TimeToLiveSpecification: specification });
  }

  async #call(action: string, input: object): Promise<Record<string, unknown>> {
    const { status, body } = await this.#forward(`DynamoDB_20120810.${action}`, JSON.stringify(input));
    if (status !== 200) throw new Error(`${action}: ${body}`);
    return JSON.parse(body.toString());
  }
}

/**
 * Gives dynoxide's table of stream records the indexes that it lacks. Without them each streamed write looks
 * through all earlier ones: 1,500 transactions a second become 80 within 60,000 records.
 */
export function indexStreamRecords(databaseFile: string): void {
  const database = new DatabaseSync(databaseFile);
  try {
    database.exec(`
      PRAGMA busy_timeout = 5000;
      CREATE INDEX IF NOT EXISTS _stream_by_number
        ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
      CREATE INDEX IF NOT EXISTS _stream_by_shard
        ON _stream_records (table_name, shard_id, sequence_number);
    `);
  } finally {
    database.close();
  }
}

/** Name and label of a stream. */
const STREAM = /:table\/([^/]+)\/stream\/(.+)$/;

function toDescription(definition: TableDefinition) {
  const { keySchema, attributeDefinitions, globalSecondaryIndexes, streamViewType } = definition;
  return {
    KeySchema: keySchema,
    AttributeDefinitions: attributeDefinitions,
    ...(globalSecondaryIndexes && { GlobalSecondaryIndexes: globalSecondaryIndexes }),
    ...(streamViewType && { StreamSpecification: { StreamEnabled: true, StreamViewType: streamViewType } }),
  };
}

/** What must not differ between the template and a table that is there, as text. */
function shapeOf(description: object): string {
  const {
    KeySchema: keys,
    AttributeDefinitions: attributes,
    GlobalSecondaryIndexes: indexes = [],
    StreamSpecification: stream,
  } = description as Description;
  const byName = [...attributes].sort((a, b) => a.AttributeName.localeCompare(b.AttributeName));
  const slim = indexes
    .map(
      ({
        IndexName: name,
        KeySchema: key,
        Projection: { ProjectionType: kind, NonKeyAttributes: more },
      }) => ({
        name,
        key,
        kind,
        more,
      }),
    )
    .sort((a, b) => a.name.localeCompare(b.name));
  const typed = byName.map(({ AttributeName: name, AttributeType: type }) => [name, type]);
  return JSON.stringify({ keys, typed, slim, stream: stream?.StreamViewType });
}
