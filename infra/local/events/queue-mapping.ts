import { setTimeout as sleep } from 'node:timers/promises';
import type { Invocation } from '../lambda/function.ts';
import type { Message, Reception } from './queues.ts';

/** How a function reads a queue, as the template says. */
export interface QueueMappingSettings {
  /** For messages to the developer. */
  name: string;
  batchSize: number;
  /** How long a batch may wait to be full. */
  windowSeconds: number;
  /** The most batches at a time. */
  concurrency: number;
  reportFailures: boolean;
}

/** What a mapping works with. */
export interface QueueMappingParts {
  receive: (reception: Reception) => Promise<Message[]>;
  remove: (messages: readonly Message[]) => Promise<void>;
  invoke: (messages: readonly Message[]) => Promise<Invocation>;
  /** Puts back what a former process had received and ended upon: who had it is no more. */
  giveBack: () => Promise<void>;
}

/** SQS gives out no more at once, and lets nobody wait longer. */
const MOST_AT_ONCE = 10;
const LONGEST_WAIT_SECONDS = 20;

/**
 * Hands a queue's messages to a function, batch by batch, each at least once ("Using Lambda with Amazon SQS" in its
 * developer guide). What the function does not take stays in the queue, which gives it out again when its visibility
 * timeout is over, or hands it to its dead letters.
 */
export class QueueMapping {
  readonly #settings: QueueMappingSettings;
  readonly #parts: QueueMappingParts;
  readonly #stop = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #running: Promise<void> | undefined;

  constructor(settings: QueueMappingSettings, parts: QueueMappingParts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  start(): void {
    const givenBack = this.#parts.giveBack().catch((error: unknown) => this.#say(error));
    this.#running = givenBack.then(() => this.#run());
  }

  /** Ends after the batches at hand. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await Promise.all(this.#underWay);
  }

  async #run(): Promise<void> {
    const { concurrency } = this.#settings;
    while (!this.#stop.signal.aborted) {
      try {
        const batch = await this.#nextBatch();
        if (batch.length > 0) this.#handOver(batch);
        if (this.#underWay.size >= concurrency) await Promise.race(this.#underWay);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#say(error);
        await sleep(1_000, undefined, { signal: this.#stop.signal }).catch(() => {});
      }
    }
  }

  /** What there is, as soon as there is anything; with a window, what comes until the batch is full or that is over. */
  async #nextBatch(): Promise<Message[]> {
    const { batchSize, windowSeconds } = this.#settings;
    const batch = await this.#receive(batchSize, LONGEST_WAIT_SECONDS);
    const end = performance.now() + windowSeconds * 1000;
    while (batch.length > 0 && batch.length < batchSize && !this.#stop.signal.aborted) {
      const seconds = Math.ceil((end - performance.now()) / 1000);
      if (seconds <= 0) break;
      batch.push(...(await this.#receive(batchSize - batch.length, seconds)));
    }
    return batch;
  }

  #receive(wanted: number, seconds: number): Promise<Message[]> {
    return this.#parts.receive({
      most: Math.min(wanted, MOST_AT_ONCE),
      waitSeconds: Math.min(seconds, LONGEST_WAIT_SECONDS),
      signal: this.#stop.signal,
    });
  }

  #handOver(batch: readonly Message[]): void {
    const underWay = this.#process(batch)
      .catch((error: unknown) => this.#say(error))
      .finally(() => this.#underWay.delete(underWay));
    this.#underWay.add(underWay);
  }

  async #process(batch: readonly Message[]): Promise<void> {
    const failed = this.#failedOf(await this.#parts.invoke(batch), batch);
    const taken = batch.filter(({ MessageId }) => !failed.has(MessageId));
    for (let done = 0; done < taken.length; done += MOST_AT_ONCE)
      await this.#parts.remove(taken.slice(done, done + MOST_AT_ONCE));
  }

  /** Ids of the messages that the function did not take. */
  #failedOf(outcome: Invocation, batch: readonly Message[]): Set<string> {
    const all = new Set(batch.map(({ MessageId }) => MessageId));
    if ('error' in outcome) return all;
    if (!this.#settings.reportFailures) return new Set();
    const { batchItemFailures: failures = [] } = (outcome.payload ?? {}) as {
      batchItemFailures?: { itemIdentifier: string }[];
    };
    const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
    // A failure that names no message of the batch is one of the whole batch, as in Lambda.
    return [...failed].every((id) => all.has(id)) ? failed : all;
  }

  #say(error: unknown): void {
    console.error(`event source ${this.#settings.name}:`, error);
  }
}
