import type { Instant } from '../platform/clock.ts';

/** One person, whichever partners their policies came by. Who that is, the vault knows; here are ids and pseudonyms. */
export interface Customer {
  customerId: string;
  version: number;
  createdAt: Instant;
  /** The pseudonyms of e-mail and birth date that find this customer. None once the customer is erased. */
  identityKeys: readonly string[];
  /** The customer has asked for what cannot be erased yet: until then only they and the staff see values in clear. */
  restricted: boolean;
  erasure?: Erasure;
}

/** What becomes of a customer's wish to be forgotten. */
export interface Erasure {
  erasureId: string;
  requestedAt: Instant;
  /** The client that asked. */
  requestedBy: string;
  status: 'running' | 'done';
  /** How many records of the vault were deleted. */
  records?: number;
  /** From when on no backup can bring a value back. */
  finalAt?: Instant;
}

/** What happens to customers. Nothing in it tells who they are. */
export type CustomerEvent =
  | { type: 'customer.registered'; data: { customerId: string } }
  | { type: 'customer.linked'; data: { customerId: string } }
  | { type: 'customer.restricted'; data: { customerId: string } }
  | { type: 'customer.unrestricted'; data: { customerId: string } }
  | { type: 'customer.erasure-requested'; data: ErasureRequested }
  | { type: 'customer.erased'; data: Erased };

interface ErasureRequested {
  customerId: string;
  erasureId: string;
  requestedBy: string;
}

interface Erased {
  customerId: string;
  erasureId: string;
  records: number;
  finalAt: Instant;
}

/** When an event happened, and the identity that it is about: a pseudonym, which no event carries. */
export interface Circumstances {
  occurredAt: Instant;
  identityKey?: string;
}

/** A customer after one more event. Throws where the event cannot come next. */
export function evolve(
  before: Customer | undefined,
  event: CustomerEvent,
  { occurredAt, identityKey }: Circumstances,
): Customer {
  const added = identityKey === undefined ? [] : [identityKey];
  if (event.type === 'customer.registered') {
    const { customerId } = event.data;
    return { customerId, version: 1, createdAt: occurredAt, identityKeys: added, restricted: false };
  }
  if (!before) throw new Error('a customer begins by being registered');
  const customer = { ...before, version: before.version + 1 };
  switch (event.type) {
    case 'customer.linked':
      return { ...customer, identityKeys: [...new Set([...before.identityKeys, ...added])] };
    case 'customer.restricted':
      return { ...customer, restricted: true };
    case 'customer.unrestricted':
      return { ...customer, restricted: false };
    case 'customer.erasure-requested':
      return { ...customer, identityKeys: [], erasure: begin(event.data, occurredAt) };
    case 'customer.erased':
      return { ...customer, erasure: end(before, event.data) };
  }
}

function begin({ erasureId, requestedBy }: ErasureRequested, requestedAt: Instant): Erasure {
  return { erasureId, requestedAt, requestedBy, status: 'running' };
}

function end({ erasure }: Customer, { erasureId, records, finalAt }: Erased): Erasure {
  if (erasure?.erasureId !== erasureId) throw new Error('an erasure ends that has begun');
  return { ...erasure, status: 'done', records, finalAt };
}
