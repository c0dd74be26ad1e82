import { decodeProtectedHeader } from 'jose';
import { verifyChain } from '../../../functions/releases/checkpoint.ts';
import type { ChainedReceipt } from '../../../functions/releases/receipt.ts';
import type { Asked, Diary } from '../workload/diary.ts';
import { itemsIn, type StoredItem, type World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/**
 * Every answer that shows somebody in clear left a receipt; each receipt has one place in its customer's chain, which is
 * signed to its end.
 */
export const everyReleaseIsReceipted: Invariant = (world, diaries) => [
  ...diaries.flatMap((diary) => unreceipted(diary, world)),
  ...unchained(world),
  ...[...chainsIn(world)].flatMap(([customerId, entries]) => flawIn(customerId, entries)),
];

function unreceipted({ asked, names }: Diary, { ledger }: World): string[] {
  const receipts = [...ledger].filter(([id]) => id.startsWith('rel_')).flatMap(([, entries]) => entries);
  const receipted = new Set(receipts.map(({ interactionId }) => interactionId));
  return asked
    .filter((each) => shows(each, names) && !receipted.has(each.interactionId))
    .map(
      ({ operationId, interactionId }) =>
        `${operationId} ${interactionId} showed somebody, and left no receipt`,
    );
}

function shows({ answer }: Asked, names: readonly string[]): boolean {
  const text = JSON.stringify(answer?.body ?? null);
  return names.some((name) => text.includes(name));
}

function unchained(world: World): string[] {
  const places = receiptsIn(itemsIn(world, 'Releases')).map(({ receiptId }) => receiptId);
  const chained = new Set(places);
  const twice = places.filter((id, index) => places.indexOf(id) !== index);
  const told = [...world.ledger.keys()].filter((id) => id.startsWith('rel_'));
  return [
    ...told.filter((id) => !chained.has(id)).map((id) => `${id} is in no chain`),
    ...places.filter((id) => !world.ledger.has(id)).map((id) => `${id} is in a chain, and never was`),
    ...twice.map((id) => `${id} is in a chain twice`),
  ];
}

function chainsIn(world: World): Map<string, StoredItem[]> {
  const chains = Map.groupBy(itemsIn(world, 'Releases'), ({ customerId }) => customerId?.S ?? '');
  const unsigned = chains.get('unsigned') ?? [];
  chains.delete('unsigned');
  for (const { entry } of unsigned) chains.set(`unsigned ${entry?.S}`, []);
  return chains;
}

function flawIn(customerId: string, entries: readonly StoredItem[]): string[] {
  const newest = entries
    .filter(({ jws }) => jws)
    .sort((a, b) => Number(a.seq?.N) - Number(b.seq?.N))
    .at(-1);
  const receipts = receiptsIn(entries).sort((a, b) => a.seq - b.seq);
  if (!newest?.jws?.S) return [`the chain of ${customerId} is not signed`];
  const flaw = verifyChain(receipts, newest.jws.S, decodeProtectedHeader(newest.jws.S).kid ?? '');
  if (flaw) return [`the chain of ${customerId}: ${flaw.code}`];
  const isWhole = Number(newest.seq?.N) === receipts.length;
  return isWhole ? [] : [`the chain of ${customerId} is signed up to ${newest.seq?.N} of ${receipts.length}`];
}

function receiptsIn(items: readonly StoredItem[]): ChainedReceipt[] {
  return items.filter(({ entry }) => entry?.S?.startsWith('seq#')).map(({ doc }) => JSON.parse(doc?.S ?? ''));
}
