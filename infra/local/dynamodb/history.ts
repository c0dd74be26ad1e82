import { DatabaseSync, type StatementSync } from 'node:sqlite';

const DAY_MS = 86_400_000;

/** When a write happened, by the clock of the machine: that of functions may be shifted. */
const NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/** Every write of an item, by what leaves it as the second says; a deletion leaves nothing. */
const WRITES = [
  ['INSERT', 'new.pk, new.sk', 'new.item_json'],
  ['UPDATE', 'new.pk, new.sk', 'new.item_json'],
  ['DELETE', 'old.pk, old.sk', 'NULL'],
] as const;

/**
 * What tables held at any instant, for point-in-time recovery. Triggers in dynoxide's own file keep each write within
 * its transaction, so that tables which were written together are found as they were together.
 */
export class History {
  readonly #database: DatabaseSync;
  readonly #since: StatementSync;
  readonly #at: StatementSync;

  constructor(databaseFile: string) {
    this.#database = new DatabaseSync(databaseFile);
    this.#database.exec(`
      PRAGMA busy_timeout = 5000;
      CREATE TABLE IF NOT EXISTS _kept (table_name TEXT PRIMARY KEY, since INTEGER NOT NULL, days INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS _history (
        number INTEGER PRIMARY KEY, table_name TEXT NOT NULL, pk TEXT NOT NULL, sk TEXT NOT NULL,
        at INTEGER NOT NULL, item_json TEXT);
      CREATE INDEX IF NOT EXISTS _history_of_item ON _history (table_name, pk, sk, number);
    `);
    this.#since = this.#database.prepare(
      `SELECT max(since, ${NOW} - days * ${DAY_MS}) AS since, days FROM _kept WHERE table_name = ?`,
    );
    // SQLite gives the other columns of the row that has the maximum.
    this.#at = this.#database.prepare(
      'SELECT item_json, max(number) FROM _history WHERE table_name = ? AND at <= ? GROUP BY pk, sk',
    );
  }

  /** Keeps what a table holds from now on, for so many days. What is known of it stays. */
  keep(table: string, days: number): void {
    if (this.kept(table) !== undefined) {
      this.#database.prepare('UPDATE _kept SET days = ? WHERE table_name = ?').run(days, table);
      return;
    }
    this.#transaction(() => {
      this.#database.exec(`
        INSERT INTO _history (table_name, pk, sk, at, item_json)
          SELECT '${table}', pk, sk, ${NOW}, item_json FROM "${table}";
        ${WRITES.map(([write, key, item]) => trigger(table, write, key, item)).join('')}
        INSERT INTO _kept VALUES ('${table}', ${NOW}, ${days});
      `);
    });
  }

  /** Forgets all of a table, at once. */
  forget(table: string): void {
    this.#transaction(() => {
      for (const [write] of WRITES) this.#database.exec(`DROP TRIGGER IF EXISTS "${nameOf(table, write)}"`);
      this.#database.prepare('DELETE FROM _history WHERE table_name = ?').run(table);
      this.#database.prepare('DELETE FROM _kept WHERE table_name = ?').run(table);
    });
  }

  /** From when on a table is known, in milliseconds, and for how many days; undefined where it is not kept. */
  kept(table: string): { since: number; days: number } | undefined {
    return this.#since.get(table) as { since: number; days: number } | undefined;
  }

  /** The items that a table held at an instant, as JSON of DynamoDB. */
  itemsAt(table: string, at: number): string[] {
    const rows = this.#at.all(table, at) as { item_json: string | null }[];
    return rows.flatMap(({ item_json: item }) => item ?? []);
  }

  /** Forgets what is older than each table is kept for. What was so by then, and still is, stays known. */
  expire(): void {
    this.#database.exec(`
      DELETE FROM _history WHERE number IN (
        SELECT older.number FROM _history older
          JOIN _kept USING (table_name)
          JOIN _history newer USING (table_name, pk, sk)
        WHERE older.at <= ${NOW} - days * ${DAY_MS} AND newer.number > older.number
          AND newer.at <= ${NOW} - days * ${DAY_MS});
      DELETE FROM _history WHERE item_json IS NULL AND at <= ${NOW} - (
        SELECT days FROM _kept WHERE _kept.table_name = _history.table_name) * ${DAY_MS};
    `);
  }

  close(): void {
    this.#database.close();
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function nameOf(table: string, write: string): string {
  return `${table}::history::${write}`;
}

function trigger(table: string, write: string, key: string, item: string): string {
  return `
    CREATE TRIGGER "${nameOf(table, write)}" AFTER ${write} ON "${table}" BEGIN
      INSERT INTO _history (table_name, pk, sk, at, item_json) VALUES ('${table}', ${key}, ${NOW}, ${item});
    END;`;
}
