import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** An event as the bus took it. */
export interface BusEvent {
  id: string;
  bus: string;
  source: string;
  detailType: string;
  /** Instant in ISO 8601. */
  time: string;
  /** When the bus took it, in milliseconds; `time` is the sender's word. */
  takenAt: number;
  /** JSON texts. */
  resources: string;
  detail: string;
}

/** The way of an event to one target of one rule. */
export interface Delivery {
  id: number;
  eventId: string;
  target: string;
  status: 'pending' | 'delivered' | 'dead';
  attempts: number;
  /** The name of the replay that it is part of; null for the first way of an event. */
  replay: string | null;
}

/** Events that are delivered again, by the name of the replay. */
export interface Replayed {
  name: string;
  /** What else is to be known of it, as JSON. */
  record: string;
}

/**
 * What the bus took and where it went, on disk: an acknowledged event is delivered even if the process is killed
 * before. Write-ahead without waiting for the disk: it outlives the process, which is what ends here.
 */
export class EventStore {
  readonly #database: DatabaseSync;
  readonly #statements: Record<
    | 'addEvent'
    | 'addDelivery'
    | 'addReplay'
    | 'settle'
    | 'pending'
    | 'list'
    | 'between'
    | 'of'
    | 'event'
    | 'replay'
    | 'underWay',
    StatementSync
  >;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS events (
        number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, bus TEXT NOT NULL, source TEXT NOT NULL,
        detailType TEXT NOT NULL, time TEXT NOT NULL, takenAt INTEGER NOT NULL, resources TEXT NOT NULL,
        detail TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS deliveries (
        id INTEGER PRIMARY KEY, eventId TEXT NOT NULL, target TEXT NOT NULL, status TEXT NOT NULL,
        attempts INTEGER NOT NULL, replay TEXT);
      CREATE TABLE IF NOT EXISTS replays (name TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS deliveriesOfEvent ON deliveries (eventId);
      CREATE INDEX IF NOT EXISTS pendingDeliveries ON deliveries (id) WHERE status = 'pending';
    `);
    this.#addColumn();
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#statements = {
      addEvent: prepare(
        `INSERT INTO events (id, bus, source, detailType, time, takenAt, resources, detail)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      addDelivery: prepare(
        "INSERT INTO deliveries (eventId, target, status, attempts, replay) VALUES (?, ?, 'pending', 0, ?)",
      ),
      addReplay: prepare('INSERT INTO replays VALUES (?, ?)'),
      settle: prepare('UPDATE deliveries SET status = ?, attempts = ? WHERE id = ?'),
      pending: prepare("SELECT * FROM deliveries WHERE status = 'pending' ORDER BY id"),
      list: prepare(
        'SELECT * FROM events WHERE number > coalesce((SELECT number FROM events WHERE id = ?), 0) ORDER BY number LIMIT ?',
      ),
      between: prepare('SELECT * FROM events WHERE bus = ? AND time >= ? AND time < ? ORDER BY time, number'),
      of: prepare('SELECT * FROM deliveries WHERE eventId = ? ORDER BY id'),
      event: prepare('SELECT * FROM events WHERE id = ?'),
      replay: prepare('SELECT * FROM replays WHERE name = ?'),
      underWay: prepare("SELECT count(*) AS count FROM deliveries WHERE replay = ? AND status = 'pending'"),
    };
  }

  /** Takes events, each with the targets that it must reach; all of them or none. */
  add(entries: readonly { event: BusEvent; targets: readonly string[] }[]): Delivery[] {
    return this.#transaction(() =>
      entries.flatMap(({ event, targets }) => {
        const { id, bus, source, detailType, time, takenAt, resources, detail } = event;
        this.#statements.addEvent.run(id, bus, source, detailType, time, takenAt, resources, detail);
        return this.#addDeliveries(id, targets, null);
      }),
    );
  }

  /** Takes a replay: events that are there already, each with the targets that it must reach again. */
  addReplay(
    { name, record }: Replayed,
    entries: readonly { event: BusEvent; targets: readonly string[] }[],
  ): Delivery[] {
    return this.#transaction(() => {
      this.#statements.addReplay.run(name, record);
      return entries.flatMap(({ event, targets }) => this.#addDeliveries(event.id, targets, name));
    });
  }

  /** A replay, and how many of its deliveries are still to come; undefined where there is none of this name. */
  findReplay(name: string): (Replayed & { pending: number }) | undefined {
    const found = this.#statements.replay.get(name) as unknown as Replayed | undefined;
    const { count } = this.#statements.underWay.get(name) as { count: number };
    return found && { ...found, pending: count };
  }

  /** Events of a bus that were said from one instant on and before another, the first first. */
  between(bus: string, from: string, to: string): BusEvent[] {
    return this.#statements.between.all(bus, from, to) as unknown as BusEvent[];
  }

  /** Keeps what became of deliveries. */
  settle(deliveries: readonly Delivery[]): void {
    this.#transaction(() => {
      for (const { id, status, attempts } of deliveries) this.#statements.settle.run(status, attempts, id);
    });
  }

  /** Deliveries that a former process left open. */
  pending(): Delivery[] {
    return this.#statements.pending.all() as unknown as Delivery[];
  }

  find(eventId: string): BusEvent | undefined {
    return this.#statements.event.get(eventId) as unknown as BusEvent | undefined;
  }

  /** Events in the order of their arrival, from after an id on. */
  list(since: string, limit: number): (BusEvent & { deliveries: Delivery[] })[] {
    const events = this.#statements.list.all(since, limit) as unknown as BusEvent[];
    return events.map((event) => ({
      ...event,
      deliveries: this.#statements.of.all(event.id) as unknown as Delivery[],
    }));
  }

  close(): void {
    this.#database.close();
  }

  /** A directory of before replays knows none. */
  #addColumn(): void {
    const columns = this.#database.prepare("SELECT name FROM pragma_table_info('deliveries')").all();
    if (columns.some(({ name }) => name === 'replay')) return;
    this.#database.exec('ALTER TABLE deliveries ADD COLUMN replay TEXT');
  }

  #addDeliveries(eventId: string, targets: readonly string[], replay: string | null): Delivery[] {
    return targets.map((target) => {
      const { lastInsertRowid } = this.#statements.addDelivery.run(eventId, target, replay);
      return { id: Number(lastInsertRowid), eventId, target, status: 'pending', attempts: 0, replay };
    });
  }

  #transaction<Result>(work: () => Result): Result {
    this.#database.exec('BEGIN');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}
