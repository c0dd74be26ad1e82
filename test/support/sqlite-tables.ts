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
  const database = new DatabaseSync(join(dataDir, 'dynamodb.sqlite'), { readOnly: true });
  try {
    const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
    const form = new RegExp(`^local-data-${name}[0-9A-F]{8}$`);
    const table = tables.map((row) => String(row.name)).find((each) => form.test(each));
    const rows = table === undefined ? [] : database.prepare(`SELECT item_json FROM "${table}"`).all();
    return rows.map((row) => JSON.parse(String(row.item_json)));
  } finally {
    database.close();
  }
}
