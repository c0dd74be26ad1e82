import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** All that a SQLite database holds: the rows of each of its tables, whoever made them, as JSON. */
export function readTables(file: string): Map<string, string> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
    return new Map(
      tables.map(({ name }) => {
        const rows = database.prepare(`SELECT * FROM "${name}"`).all();
        return [String(name), JSON.stringify(rows)];
      }),
    );
  } finally {
    database.close();
  }
}

/** An item of a table of DynamoDB. */
export type Item = Record<string, { S: string }>;

/** The items that a data directory's table has, by the name that the stack gives it. */
export function readItems(dataDir: string, name: string): Item[] {
  const [rows = '[]'] = [...readTables(join(dataDir, 'dynamodb.sqlite'))]
    .filter(([table]) => new RegExp(`^local-data-${name}[0-9A-F]{8}$`).test(table))
    .map(([, text]) => text);
  return JSON.parse(rows).map(({ item_json: item }: { item_json: string }) => JSON.parse(item));
}
