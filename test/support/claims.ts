import { createHash } from 'node:crypto';
import type { OperationId } from '../../openapi/generated/operations.ts';
import type { Client, Reply } from './client.ts';
import { daysAhead } from './days.ts';
import { fresh, match } from './policies.ts';

type Headers = Record<string, string>;

/** An amount of euros. */
export function euros(amount: string): { amount: string; currency: string } {
  return { amount, currency: 'EUR' };
}

/** A loss of five days ago that nobody has to look at, where own damage is insured since long enough: 400 are payable. */
export function lossOf(policyId: string, instead: object = {}) {
  return {
    policyId,
    occurredAt: daysAhead(-5),
    description: 'The engine caught fire.',
    cause: 'fire',
    estimatedAmount: euros('900.00'),
    ...instead,
  };
}

/** Ben, to whom staff pay. */
export const PAYEE = { name: 'Ben Claes', iban: 'BE71096123456769' };

/** The beginning of a JPEG, and whatever else, of so many bytes. */
export function photo(size = 1_000): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size).fill(7);
  bytes.set([0xff, 0xd8, 0xff, 0xe0].slice(0, size));
  return bytes;
}

/** What announces a document. */
export function announcementOf(bytes: Uint8Array, instead: object = {}) {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { kind: 'photo', contentType: 'image/jpeg', size: bytes.length, sha256, ...instead };
}

/** Sends bytes to where a document is awaited, as the bucket is to be told, and gives its status. */
export async function upload(
  { body }: Reply,
  bytes: Uint8Array<ArrayBuffer>,
  instead: Headers = {},
): Promise<number> {
  const { url, method, headers } = body.upload;
  // Of the length `fetch` speaks itself.
  const { 'content-length': _, ...others } = headers;
  const answer = await fetch(url, { method, headers: { ...others, ...instead }, body: bytes });
  await answer.arrayBuffer();
  return answer.status;
}

/** What a partner and staff do with claims; who the client is says who may. Payments and recoveries get keys of their own. */
export class Claims {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  notify(body: unknown, headers: Headers = {}): Promise<Reply> {
    return this.#client.call('notifyLoss', 'POST', '/claims', { body, headers });
  }

  /** Notifies a loss, and gives the claim's id. */
  async open(body: unknown): Promise<string> {
    const { status, body: claim } = await this.notify(body);
    if (status !== 201) throw new Error(`not notified: ${JSON.stringify(claim)}`);
    return claim.claimId;
  }

  get(claimId: string, headers: Headers = {}): Promise<Reply> {
    return this.#client.call('getClaim', 'GET', `/claims/${claimId}`, { headers });
  }

  list(query = '', headers: Headers = {}): Promise<Reply> {
    return this.#client.call('listClaims', 'GET', `/claims${query}`, { headers });
  }

  addDocument(claimId: string, body: unknown, headers: Headers = {}): Promise<Reply> {
    return this.#post('addDocument', claimId, 'documents', body, headers);
  }

  document(claimId: string, documentId: string, headers: Headers = {}): Promise<Reply> {
    const path = `/claims/${claimId}/documents/${documentId}`;
    return this.#client.call('getDocument', 'GET', path, { headers });
  }

  assign(claimId: string, version: number, queue: string): Promise<Reply> {
    return this.#post('assignClaim', claimId, 'assignment', { queue }, match(version));
  }

  reserve(claimId: string, version: number, amount: string, headers: Headers = {}): Promise<Reply> {
    const body = { amount: euros(amount) };
    return this.#post('setReserve', claimId, 'reserves', body, { ...match(version), ...headers });
  }

  decide(claimId: string, version: number, body: object, headers: Headers = {}): Promise<Reply> {
    return this.#post('decideClaim', claimId, 'decision', body, { ...match(version), ...headers });
  }

  approve(claimId: string, version: number, body?: object, headers: Headers = {}): Promise<Reply> {
    return this.#post('approvePayment', claimId, 'approval', body, { ...match(version), ...headers });
  }

  pay(claimId: string, amount: string, headers: Headers = fresh(), instead: object = {}): Promise<Reply> {
    const body = { amount: euros(amount), payee: PAYEE, ...instead };
    return this.#post('payClaim', claimId, 'payments', body, headers);
  }

  recover(claimId: string, amount: string, headers: Headers = fresh(), instead: object = {}): Promise<Reply> {
    const body = { amount: euros(amount), ...instead };
    return this.#post('recordRecovery', claimId, 'recoveries', body, headers);
  }

  note(claimId: string, text: string, headers: Headers = {}): Promise<Reply> {
    return this.#post('addNote', claimId, 'notes', { text }, headers);
  }

  close(claimId: string, version: number, body?: object, headers: Headers = {}): Promise<Reply> {
    return this.#post('closeClaim', claimId, 'closure', body, { ...match(version), ...headers });
  }

  reopen(claimId: string, version: number, body?: object, headers: Headers = {}): Promise<Reply> {
    return this.#post('reopenClaim', claimId, 'reopening', body, { ...match(version), ...headers });
  }

  eraseParty(claimId: string, partyId: string): Promise<Reply> {
    return this.#client.call('eraseParty', 'DELETE', `/claims/${claimId}/parties/${partyId}`);
  }

  #post(
    operation: OperationId,
    claimId: string,
    part: string,
    body: unknown,
    headers: Headers,
  ): Promise<Reply> {
    const options = { headers, ...(body !== undefined && { body }) };
    return this.#client.call(operation, 'POST', `/claims/${claimId}/${part}`, options);
  }
}
