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
