import type { Instant } from '../platform/clock.ts';
import { verifiedPayload } from '../platform/jws.ts';
import { type ChainedReceipt, follows } from './receipt.ts';

/** How far a customer's chain had come at a time. It is handed out signed, as a compact JWS. */
export interface Checkpoint {
  customerId: string;
  seq: number;
  /** The hash of the receipt with that number. */
  hash: string;
  at: Instant;
}

/** The checkpoint of a chain at its last receipt. */
export function checkpointOf({ customerId, seq, hash }: ChainedReceipt, at: Instant): Checkpoint {
  return { customerId, seq, hash, at };
}

/** What a checkpoint says; undefined where the key with this thumbprint has not signed it. */
export function openCheckpoint(jws: string, kid: string): Checkpoint | undefined {
  return verifiedPayload(jws, kid) as Checkpoint | undefined;
}

/** Whether a receipt is the very one that a checkpoint was signed for. */
export function vouchesFor(checkpoint: Checkpoint, { customerId, seq, hash }: ChainedReceipt): boolean {
  return checkpoint.customerId === customerId && checkpoint.seq === seq && checkpoint.hash === hash;
}

/** What is wrong with a copy of a chain; `seq` is the first number at which it is not as it was written. */
export type Flaw =
  | { code: 'checkpoint-forged' }
  /** A receipt was altered, left out, put in or moved. */
  | { code: 'receipt-out-of-chain'; seq: number }
  /** Receipts that the checkpoint vouches for are missing from the end. */
  | { code: 'receipts-missing'; seq: number }
  /** The chain is sound in itself, and another than was signed. */
  | { code: 'chain-rewritten'; seq: number };

/**
 * Proves a copy of all receipts of a customer, oldest first, against a checkpoint; undefined where nothing is wrong
 * with it. `kid` is the thumbprint of the key that the insurer signs with, which must be known from elsewhere: a forger
 * has a key too. What came after the checkpoint is held to the chain, and to no signature.
 */
export function verifyChain(
  receipts: readonly ChainedReceipt[],
  checkpoint: string,
  kid: string,
): Flaw | undefined {
  const signed = openCheckpoint(checkpoint, kid);
  if (!signed) return { code: 'checkpoint-forged' };
  const { customerId, seq, hash } = signed;
  const broken = receipts.findIndex(
    (receipt, index) => !follows(receipts[index - 1], receipt) || receipt.customerId !== customerId,
  );
  if (broken !== -1) return { code: 'receipt-out-of-chain', seq: broken + 1 };
  const last = receipts[seq - 1];
  if (!last) return { code: 'receipts-missing', seq: receipts.length + 1 };
  return last.hash === hash ? undefined : { code: 'chain-rewritten', seq };
}
