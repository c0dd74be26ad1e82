import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** How far each reader of a stream has come, on disk. */
export class Checkpoints {
  readonly #database: DatabaseSync;
  readonly #read: StatementSync;
  readonly #write: StatementSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS checkpoints (reader TEXT PRIMARY KEY, sequenceNumber TEXT NOT NULL) WITHOUT ROWID;
    `);
    this.#read = this.#database.prepare('SELECT sequenceNumber FROM checkpoints WHERE reader = ?');
    this.#write = this.#database.prepare('INSERT OR REPLACE INTO checkpoints VALUES (?, ?)');
  }

  /** The last sequence number that a reader is done with. */
  read(reader: string): string | undefined {
    return (this.#read.get(reader) as { sequenceNumber: string } | undefined)?.sequenceNumber;
  }

  write(reader: string, sequenceNumber: string): void {
    this.#write.run(reader, sequenceNumber);
  }

  close(): void {
    this.#database.close();
  }
}
