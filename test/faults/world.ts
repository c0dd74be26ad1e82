import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fromItem, type LedgerEntry } from '../../functions/platform/ledger.ts';

/** An item of a table, as DynamoDB writes it; bytes are base64. */
export type StoredItem = Record<string, { S?: string; N?: string; B?: string; BOOL?: boolean }>;

/** An event as the bus took it. */
export interface TakenEvent {
  detailType: string;
  detail: { eventId: string } & Record<string, unknown>;
}

/** All that a runtime keeps, read past everything that it says of itself. */
export interface World {
  /** The items of each table by the name that the stack gives it: `Quotes`. */
  tables: Map<string, StoredItem[]>;
  /** The entries of each aggregate, oldest first. */
  ledger: Map<string, LedgerEntry[]>;
  /** The house's own events, as often as the bus took them. */
  events: TakenEvent[];
  /** The bodies of the messages in each queue, by the name that the stack gives it: `InsurerFeed`. */
  queues: Map<string, string[]>;
}

/** What a runtime keeps at this moment in its data directory. */
export function readWorld({ dataDir }: { dataDir: string }): World {
  const tables = readTables(dataDir);
  return { tables, ledger: readLedger(tables), events: readEvents(dataDir), queues: readQueues(dataDir) };
}

/** The items of a table; none where there is no such table. */
export function itemsIn({ tables }: Pick<World, 'tables'>, table: string): StoredItem[] {
  return tables.get(table) ?? [];
}

/** The documents of a table. */
export function docsIn<Doc>(world: Pick<World, 'tables'>, table: string): Doc[] {
  return itemsIn(world, table).map(({ doc }) => JSON.parse(doc?.S ?? ''));
}

function readTables(dataDir: string): World['tables'] {
  return reading(join(dataDir, 'dynamodb.sqlite'), (database) => {
    const names = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
    const tables = names.flatMap(({ name }) => {
      const [, table] = /^local-data-([A-Z][a-z]+)[0-9A-F]{8}$/.exec(String(name)) ?? [];
      return table === undefined ? [] : [[table, itemsOf(database, String(name))] as const];
    });
    return new Map(tables);
  });
}

function itemsOf(database: DatabaseSync, table: string): StoredItem[] {
  const rows = database.prepare(`SELECT item_json FROM "${table}"`).all();
  return rows.map(({ item_json: item }) => JSON.parse(String(item)));
}

function readLedger(tables: World['tables']): World['ledger'] {
  const entries = (tables.get('Ledger') ?? []).map((item) =>
    fromItem(item as Parameters<typeof fromItem>[0]),
  );
  entries.sort((a, b) => a.version - b.version);
  return Map.groupBy(entries, ({ aggregateId }) => aggregateId);
}

function readEvents(dataDir: string): TakenEvent[] {
  return reading(join(dataDir, 'events.sqlite'), (database) => {
    const rows = database.prepare(`SELECT detailType, detail FROM events WHERE source = 'partner-api'`).all();
    return rows.map(({ detailType, detail }) => ({
      detailType: String(detailType),
      detail: JSON.parse(String(detail)),
    }));
  });
}

/** Empty queues are there too. */
function readQueues(dataDir: string): World['queues'] {
  return reading(join(dataDir, 'fauxqs.db'), (database) => {
    const names = database.prepare('SELECT name FROM sqs_queues').all();
    const bodies = database.prepare('SELECT body FROM sqs_messages WHERE queue_name = ?');
    return new Map(
      names.map(({ name }) => [
        plainName(String(name)),
        bodies.all(String(name)).map(({ body }) => String(body)),
      ]),
    );
  });
}

/** `local-events-InsurerFeed3C8F0B1D` as the stack names it. */
function plainName(queue: string): string {
  return /^local-events-(\w+?)[0-9A-F]{8}/.exec(queue)?.[1] ?? queue;
}

function reading<Content>(file: string, read: (database: DatabaseSync) => Content): Content {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return read(database);
  } finally {
    database.close();
  }
}
