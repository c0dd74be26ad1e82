import { expect, test } from 'vitest';
import { verifyChain } from '../../functions/releases/checkpoint.ts';
import { type ChainedReceipt, follows } from '../../functions/releases/receipt.ts';
import { eventShapes } from '../../openapi/generated/events.ts';
import type { components } from '../../openapi/generated/types.ts';
import { readContract } from './contract.ts';

type ReleasePage = components['schemas']['ReleasePage'];

/** The receipts that the contract shows, oldest first, and their checkpoint. */
function shown(): { receipts: ChainedReceipt[]; checkpoint: string } {
  const { content } = readContract().paths['/me/releases']?.get?.responses['200'] ?? {};
  const example = content?.['application/json']?.examples?.['last-page']?.value;
  const { data, checkpoint } = example as ReleasePage;
  return { receipts: data.toReversed(), checkpoint: checkpoint ?? '' };
}

/** The thumbprint of the key in a checkpoint's header. */
function kidOf(checkpoint: string): string {
  const [header = ''] = checkpoint.split('.');
  return JSON.parse(Buffer.from(header, 'base64url').toString()).kid;
}

test('the receipts that the contract shows are a chain, and its checkpoint vouches for them', () => {
  const { receipts, checkpoint } = shown();
  expect(receipts).not.toHaveLength(0);
  for (const [index, receipt] of receipts.entries()) expect(follows(receipts[index - 1], receipt)).toBe(true);
  expect(verifyChain(receipts, checkpoint, kidOf(checkpoint))).toBeUndefined();
});

test('a receipt that was altered shows', () => {
  const { receipts, checkpoint } = shown();
  const altered = receipts.map((receipt) => ({ ...receipt, partnerId: 'nobody' }));
  const flaw = { code: 'receipt-out-of-chain', seq: 1 };
  expect(verifyChain(altered, checkpoint, kidOf(checkpoint))).toEqual(flaw);
});

test('who listens learns of a release, and nothing of the purpose', () => {
  expect(eventShapes['data.released']).toEqual(expect.arrayContaining(['receiptId', 'classes', 'objects']));
  expect(eventShapes['data.released']).not.toContain('purpose');
});
