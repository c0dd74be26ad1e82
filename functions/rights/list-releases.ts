import type { components } from '../../openapi/generated/types.ts';
import type { Answer } from '../middleware/call.ts';
import { readCursor, writeCursor } from '../middleware/cursor.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { findCheckpoint, listReleases as listFromChain } from '../releases/chain-store.ts';
import type { ChainedReceipt } from '../releases/receipt.ts';
import { existingCustomer } from './access.ts';

type ReleasePage = components['schemas']['ReleasePage'];

/** The form of a cursor of the list: the number of its last receipt. */
const SEQ = /^[1-9]\d{0,11}$/;

/** A page of who was shown values of a customer, newest first, for staff. */
export async function listReleases(call: CallOf<'listReleases'>): Promise<Answer<ReleasePage>> {
  const { customerId } = await existingCustomer(call);
  return { body: await pageOf(customerId, call.query) };
}

/** A page of who was shown values of the calling customer, newest first. */
export async function listMyReleases(call: CallOf<'listMyReleases'>): Promise<Answer<ReleasePage>> {
  const { customerId } = call.principal;
  // A login that is nobody's has nothing that could be shown.
  if (customerId === undefined) return { body: { data: [], next: null, checkpoint: null } };
  return { body: await pageOf(customerId, call.query) };
}

interface Paging {
  cursor?: string;
  limit?: number;
}

async function pageOf(customerId: string, { cursor, limit = 25 }: Paging): Promise<ReleasePage> {
  const position = readCursor(cursor, SEQ);
  const before = position === undefined ? undefined : Number(position);
  // First the checkpoint: no list is ever shorter than what it vouches for, unless some of it is gone.
  const checkpoint = await findCheckpoint(customerId);
  const { receipts, more } = await listFromChain(customerId, before, limit);
  const last = receipts.at(-1);
  return {
    data: receipts.map(viewReceipt),
    next: more && last ? writeCursor(String(last.seq)) : null,
    checkpoint: checkpoint?.jws ?? null,
  };
}

function viewReceipt({ classes, objects, ...receipt }: ChainedReceipt): ReleasePage['data'][number] {
  return { ...receipt, classes: [...classes], objects: [...objects] };
}
