import type { Context, ScheduledEvent } from 'aws-lambda';
import { keysOf } from '../claims/documents/object-key.ts';
import { changeOfCustomer, findCustomer, listDueErasures } from '../customers/store.ts';
import { now } from '../platform/clock.ts';
import { commit } from '../platform/commit.ts';
import { workOff } from '../platform/due.ts';
import type { Origin } from '../platform/ledger.ts';
import { log } from '../platform/log.ts';
import { deleteObjects } from '../platform/objects.ts';
import { forgetAll } from '../platform/vault-subject.ts';
import { listUnissued } from '../policies/change-store.ts';
import type { Holding } from './blockers.ts';
import { finishErasure } from './erasure.ts';
import { consentsOf, endsOf, holdingsOf } from './holdings.ts';

/** How many erasures of each shard are taken on at once. */
const PAGE = 5;

/** Time kept for the last page to end in. */
const MARGIN_MS = 10_000;

/** Ends the erasures that run: what is left of customers whose keys were destroyed is deleted. Runs on a schedule. */
export async function handler(event: ScheduledEvent, context: Context): Promise<void> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  const done = await workOff(listDueErasures(now(), PAGE), {
    attempt: (customerId) => erase(customerId, event.id, deadline),
    failure: 'ErasureFailed',
    deadline,
  });
  log.info('erased customers', { customers: done });
}

/** Whether it was this run that ended the erasure. All of it may be done again. */
async function erase(customerId: string, runId: string, deadline: number): Promise<boolean> {
  const customer = await findCustomer(customerId);
  if (customer?.erasure?.status !== 'running') return false;
  const about = { occurredAt: now(), origin: originOf(runId) };
  const consents = await consentsOf(customerId, about.occurredAt);
  for (const change of endsOf(consents, about)) {
    // One that moved meanwhile is ended by the next run.
    if ((await commit({ changes: [change] }, deadline)) !== 'committed') return false;
  }
  const holdings = await holdingsOf(customerId);
  await deleteDocuments(holdings);
  const records = (await forgetAll(customerId)) + (await forgetQuoted(holdings));
  const event = finishErasure(customer, records, now());
  const { change } = changeOfCustomer(customer, event, about);
  return (await commit({ changes: [change] }, deadline)) === 'committed';
}

/** Deletes the files of all claims: none was ever kept under another key, and the bucket keeps no version of any. */
async function deleteDocuments(holdings: readonly Holding[]): Promise<void> {
  for (const { claimId, documents } of holdings.flatMap(({ claims }) => claims)) {
    await deleteObjects(documents.flatMap(({ documentId }) => keysOf({ claimId, documentId })));
  }
}

/**
 * Forgets what is left of the quotes that the customer's policies were issued from, and of changes that were quoted for
 * them and not issued; says how many records that were.
 */
async function forgetQuoted(holdings: readonly Holding[]): Promise<number> {
  const policies = holdings.map(({ policy }) => policy);
  const changeIds = await Promise.all(policies.map(({ policyId }) => listUnissued(policyId)));
  const subjects = [...policies.map(({ quoteId }) => quoteId), ...changeIds.flat()];
  let records = 0;
  for (const subjectId of subjects) records += await forgetAll(subjectId);
  return records;
}

function originOf(runId: string): Origin {
  return {
    partnerId: 'insurer',
    actor: 'erasures',
    operationId: 'eraseCustomers',
    requestId: runId,
    interactionId: runId,
  };
}
