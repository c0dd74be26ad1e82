import type { PiiClass } from '../../openapi/generated/masks/masks.ts';
import { canonicalJson } from '../platform/canonical.ts';
import type { Instant } from '../platform/clock.ts';
import { sha256 } from '../platform/hash.ts';
import type { LedgerEntry } from '../platform/ledger.ts';

/** One answer that showed values of a customer in clear. Ids and classes: never a value. */
export interface Receipt {
  receiptId: string;
  customerId: string;
  at: Instant;
  /** By what the values were shown. */
  basis: 'producer' | 'staff' | 'customer' | 'consent';
  /** Who was shown them, and the client that called. */
  partnerId: string;
  actor: string;
  /** The consent that they were shown under, and the purpose that it states. */
  consentId?: string;
  purpose?: string;
  operationId: string;
  /** What was shown, sorted. */
  classes: readonly PiiClass[];
  /** Of what it was shown. */
  objects: readonly { policyId: string }[];
  requestId: string;
  interactionId: string;
}

/** A receipt in its place among all receipts of its customer. */
export interface ChainedReceipt extends Receipt {
  /** From 1, without a gap. */
  seq: number;
  /** The hash of the receipt before. */
  prevHash: string;
  /** SHA-256, in base64url, of the canonical JSON of everything else. */
  hash: string;
}

/** What the first receipt of a chain has for the hash of the one before: 32 bytes of nothing. */
const FIRST_PREV_HASH = 'A'.repeat(43);

/** A receipt behind the last of its customer's chain, or as the first of it. */
export function chain(last: ChainedReceipt | undefined, receipt: Receipt): ChainedReceipt {
  const next = { ...receipt, seq: (last?.seq ?? 0) + 1, prevHash: last?.hash ?? FIRST_PREV_HASH };
  return { ...next, hash: hashOf(next) };
}

/** Whether a receipt is unaltered, and comes right behind another, or first where there is none. */
export function follows(last: ChainedReceipt | undefined, { hash, ...receipt }: ChainedReceipt): boolean {
  const expected = { seq: (last?.seq ?? 0) + 1, prevHash: last?.hash ?? FIRST_PREV_HASH };
  return receipt.seq === expected.seq && receipt.prevHash === expected.prevHash && hash === hashOf(receipt);
}

function hashOf(receipt: Omit<ChainedReceipt, 'hash'>): string {
  return sha256(canonicalJson(receipt));
}

/** The type of the one event that a receipt is in the ledger. */
const RELEASED = 'data.released';

/** What a receipt's event says beside what every ledger entry says. */
type Released = Omit<Receipt, 'at' | 'partnerId' | 'actor' | 'operationId' | 'requestId' | 'interactionId'>;

/** A receipt as the ledger keeps it: an aggregate of its own, with one event. */
export function entryOf(receipt: Receipt, eventId: string): LedgerEntry {
  const { at, partnerId, actor, operationId, requestId, interactionId, ...released } = receipt;
  return {
    aggregateId: receipt.receiptId,
    version: 1,
    occurredAt: at,
    ...{ partnerId, actor, operationId, requestId, interactionId },
    events: [{ eventId, type: RELEASED, data: released }],
  };
}

/** The receipt in a ledger entry; throws where there is none. */
export function receiptIn({ aggregateId, occurredAt, events, ...entry }: LedgerEntry): Receipt {
  const [event] = events;
  if (event?.type !== RELEASED) throw new Error(`${aggregateId} is no receipt`);
  const { partnerId, actor, operationId, requestId, interactionId } = entry;
  const released = event.data as Released;
  return { ...released, at: occurredAt, partnerId, actor, operationId, requestId, interactionId };
}
