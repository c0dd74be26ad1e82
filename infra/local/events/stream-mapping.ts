import { setTimeout as sleep } from 'node:timers/promises';
import type { Invocation } from '../lambda/function.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Matches } from './event-pattern.ts';
import type { StreamReader, StreamRecord } from './stream-reader.ts';

/** How a function reads a stream, as the template says. */
export interface StreamMappingSettings {
  /** Stays the same from start to start: the checkpoint's name. */
  name: string;
  /** Which records go to the function; it never hears of others. */
  wanted: Matches;
  batchSize: number;
  bisect: boolean;
  reportFailures: boolean;
  /** A record older than this is given up, in seconds; -1 never. */
  maximumAgeSeconds: number;
  /** So often a batch is tried again; -1 without end. */
  maximumRetries: number;
}

/** What a mapping works with. */
export interface StreamMappingParts {
  reader: StreamReader;
  checkpoints: Checkpoints;
  invoke: (records: readonly StreamRecord[]) => Promise<Invocation>;
  /** How what was read reaches the function: shards side by side, the batches of each one after the other. */
  arrange: (records: readonly StreamRecord[]) => readonly (readonly (readonly StreamRecord[])[])[];
  /** Takes word of records that were given up. */
  bury: (records: readonly StreamRecord[], condition: GivenUp) => void;
}

/** Why records were given up, in Lambda's words. */
export type GivenUp = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** An idle stream is asked this often, so that a single event goes out at once. */
const IDLE_MS = 50;
/** A busy one as Lambda does it, four times a second: what comes between goes in one batch, which costs far less. */
const BUSY_MS = 250;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

/** Hands a stream's records to a function in order, batch by batch, each at least once. */
export class StreamMapping {
  readonly #settings: StreamMappingSettings;
  readonly #parts: StreamMappingParts;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(settings: StreamMappingSettings, parts: StreamMappingParts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Ends after the batch at hand. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { reader, checkpoints } = this.#parts;
    const { name, batchSize, wanted } = this.#settings;
    while (!this.#stop.signal.aborted) {
      try {
        const records = await reader.read(checkpoints.read(name), batchSize);
        await this.#processAll(records.filter((record) => wanted({ ...record })));
        if (!this.#stop.signal.aborted) this.#checkpoint(records.at(-1));
        if (records.length < batchSize) await this.#pause(records.length === 0 ? IDLE_MS : BUSY_MS);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        console.error(`event source ${name}:`, error);
        reader.rewind();
        await this.#pause(1_000);
      }
    }
  }

  /** Works through what was read. Of several shards none knows how far the others are: there is no checkpoint before all end. */
  async #processAll(records: readonly StreamRecord[]): Promise<void> {
    const shards = this.#parts.arrange(records);
    const checkpoint = (record: StreamRecord | undefined) => {
      if (shards.length === 1) this.#checkpoint(record);
    };
    await Promise.all(
      shards.map(async (batches) => {
        for (const batch of batches) await this.#process(batch, checkpoint);
      }),
    );
  }

  /** Works through a batch, checkpoint by checkpoint; returns early when the runtime ends. */
  async #process(
    batch: readonly StreamRecord[],
    checkpoint: (record: StreamRecord | undefined) => void,
  ): Promise<void> {
    let rest = batch;
    let size = batch.length;
    let retries = 0;
    while (rest.length > 0 && !this.#stop.signal.aborted) {
      const failed = await this.#firstFailure(rest.slice(0, size));
      const done = failed ?? Math.min(size, rest.length);
      if (done > 0) {
        checkpoint(rest[done - 1]);
        rest = rest.slice(done);
        // What is left of a batch is tried as a whole: after its first half, that is the second.
        size = rest.length;
        retries = 0;
      }
      if (failed === undefined) continue;
      if (done > 0) {
        await this.#pause(FIRST_PAUSE_MS);
        continue;
      }
      if (this.#settings.bisect && size > 1) {
        // Splitting is no retry: it finds the one record that all others wait for.
        size = Math.ceil(size / 2);
        continue;
      }
      const lost = this.#giveUp(rest.slice(0, size), retries);
      if (lost > 0) {
        checkpoint(rest[lost - 1]);
        rest = rest.slice(lost);
        size = rest.length;
        retries = 0;
      } else await this.#pause(Math.min(FIRST_PAUSE_MS * 2 ** retries++, LONGEST_PAUSE_MS));
    }
  }

  /** Gives up what has been tried often enough, or is too old: the count of those records, from the first on. */
  #giveUp(records: readonly StreamRecord[], retries: number): number {
    const { maximumAgeSeconds, maximumRetries } = this.#settings;
    const exhausted = maximumRetries >= 0 && retries >= maximumRetries;
    const young = records.findIndex((record) => maximumAgeSeconds < 0 || ageOf(record) <= maximumAgeSeconds);
    const lost = exhausted || young < 0 ? records : records.slice(0, young);
    if (lost.length === 0) return 0;
    this.#parts.bury(lost, exhausted ? 'RetryAttemptsExhausted' : 'RecordAgeExceeded');
    return lost.length;
  }

  /** Index of the first record that the function did not take; undefined when it took all. */
  async #firstFailure(records: readonly StreamRecord[]): Promise<number | undefined> {
    const outcome = await this.#parts.invoke(records);
    if ('error' in outcome) return 0;
    if (!this.#settings.reportFailures) return undefined;
    const { batchItemFailures: failures = [] } = (outcome.payload ?? {}) as {
      batchItemFailures?: { itemIdentifier: string }[];
    };
    const indexes = failures.map(({ itemIdentifier: id }) =>
      records.findIndex((record) => numberOf(record) === id),
    );
    // A failure that names no record of the batch is one of the whole batch, as in Lambda.
    return indexes.length === 0 ? undefined : Math.max(0, Math.min(...indexes));
  }

  #checkpoint(record: StreamRecord | undefined): void {
    if (record) this.#parts.checkpoints.write(this.#settings.name, numberOf(record));
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => {});
  }
}

function numberOf(record: StreamRecord): string {
  return record.dynamodb.SequenceNumber;
}

/** Seconds since a record was written. */
function ageOf({ dynamodb }: StreamRecord): number {
  // The real clock, which is the database's: Date may be shifted.
  const now = performance.timeOrigin + performance.now();
  return now / 1000 - dynamodb.ApproximateCreationDateTime;
}
