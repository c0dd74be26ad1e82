import { decodeProtectedHeader } from 'jose';
import { type Flaw, verifyChain } from '../../functions/releases/checkpoint.ts';
import type { ChainedReceipt } from '../../functions/releases/receipt.ts';
import type { RunningApi } from './api.ts';
import { Client, type Reply } from './client.ts';

type Headers = Record<string, string>;

/** What staff do about customers, with the client of the insurer's own. */
export class Customers {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  static async of(api: RunningApi): Promise<Customers> {
    return new Customers(await Client.of(api, 'handler'));
  }

  export(customerId: string): Promise<Reply> {
    return this.#client.call('exportCustomer', 'GET', `/customers/${customerId}/export`);
  }

  releases(customerId: string, query = '?limit=100'): Promise<Reply> {
    return this.#client.call('listReleases', 'GET', `/customers/${customerId}/releases${query}`);
  }

  erase(customerId: string, body: object = {}, headers: Headers = {}): Promise<Reply> {
    const path = `/customers/${customerId}/erasures`;
    return this.#client.call('eraseCustomer', 'POST', path, { body, headers });
  }

  preview(customerId: string): Promise<Reply> {
    return this.erase(customerId, { preview: true });
  }

  erasure(customerId: string, erasureId: string): Promise<Reply> {
    return this.#client.call('getErasure', 'GET', `/customers/${customerId}/erasures/${erasureId}`);
  }

  link(customerId: string, login: { email: string; dateOfBirth: string }): Promise<Reply> {
    return this.#client.call('linkLogin', 'POST', `/customers/${customerId}/logins`, { body: login });
  }

  lift(customerId: string): Promise<Reply> {
    return this.#client.call('liftRestriction', 'DELETE', `/customers/${customerId}/restriction`);
  }
}

/** A page of releases, as staff or the customer get it. */
export type ReleasePage = { data: ChainedReceipt[]; next: string | null; checkpoint: string | null };

const PATIENCE_MS = 15_000;

/** All receipts, oldest first, and the newest checkpoint, once there are so many and that one covers them all. */
export async function chained(
  list: (query: string) => Promise<Reply>,
  wanted: (receipts: readonly ChainedReceipt[]) => boolean,
): Promise<{ receipts: ChainedReceipt[]; checkpoint: string }> {
  const limit = Date.now() + PATIENCE_MS;
  for (;;) {
    const { receipts, checkpoint } = await readChain(list);
    if (checkpoint && wanted(receipts) && !flawOf(receipts, checkpoint)) return { receipts, checkpoint };
    if (Date.now() > limit) throw new Error(`not chained in time: ${JSON.stringify(receipts)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What is wrong with a chain, by a checkpoint whose key is trusted. */
export function flawOf(receipts: readonly ChainedReceipt[], checkpoint: string): Flaw | undefined {
  return verifyChain(receipts, checkpoint, decodeProtectedHeader(checkpoint).kid ?? '');
}

async function readChain(list: (query: string) => Promise<Reply>) {
  const receipts: ChainedReceipt[] = [];
  let checkpoint: string | null = null;
  let query = '?limit=100';
  for (let next: string | null = ''; next !== null; ) {
    const { body }: { body: ReleasePage } = await list(query);
    receipts.push(...body.data);
    checkpoint ??= body.checkpoint;
    next = body.next;
    query = `?limit=100&cursor=${next}`;
  }
  return { receipts: receipts.reverse(), checkpoint };
}
