import {
  DeleteMessageBatchCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { readRunning } from '../../../infra/local/data-directory.ts';
import type { RunningApi } from '../../support/api.ts';

const FEED = 'local-events-InsurerFeed';

/** The insurer's back office, which takes every event off its feed: one that nobody reads grows, as it must. */
export class BackOffice {
  readonly #sqs: SQSClient;
  readonly #stopping = new AbortController();
  readonly #done: Promise<void>;
  #taken = 0;

  /** Begins to read. The operator of the API must be allowed to. */
  constructor({ dataDir }: RunningApi) {
    const running = readRunning(dataDir);
    if (!running) throw new Error('nothing runs on the data directory');
    const { endpoint, region, operator: credentials } = running;
    this.#sqs = new SQSClient({ endpoint, region, credentials });
    this.#done = this.#read();
    // Who stops it is told.
    this.#done.catch(() => {});
  }

  /** How many events were taken so far. */
  get taken(): number {
    return this.#taken;
  }

  /** Rejects when reading had broken off. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#done;
  }

  async #read(): Promise<void> {
    const { signal: abortSignal } = this.#stopping;
    const { QueueUrls: [QueueUrl] = [] } = await this.#sqs.send(
      new ListQueuesCommand({ QueueNamePrefix: FEED }),
    );
    const reception = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 10 };
    while (!abortSignal.aborted) {
      const received = this.#sqs.send(new ReceiveMessageCommand(reception), { abortSignal });
      const { Messages: messages = [] } = await received.catch((error: unknown) => {
        if (abortSignal.aborted) return { Messages: [] };
        throw error;
      });
      if (messages.length === 0) continue;
      const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      this.#taken += messages.length;
    }
  }
}
