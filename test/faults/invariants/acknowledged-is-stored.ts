import type { LedgerEntry } from '../../../functions/platform/ledger.ts';
import { type Asked, isChange, isDone } from '../workload/diary.ts';
import type { Invariant } from './invariant.ts';

/** Names of what an answer is about, in the order in which they tell it. */
const REFERENCES = ['changeId', 'claimId', 'deviceId', 'consentId', 'policyId', 'quoteId', 'customerId'];

/** What a client was told to be done is in the ledger, as done by that request; what clients saw at once was so. */
export const acknowledgedIsStored: Invariant = ({ ledger }, diaries) => {
  const byInteraction = Map.groupBy([...ledger.values()].flat(), ({ interactionId }) => interactionId);
  return diaries.flatMap((diary) => [
    ...diary.seen,
    ...diary.asked
      .filter((asked) => isChange(asked) && isDone(asked) && !isNothing(asked))
      .flatMap((asked) => missing(asked, byInteraction.get(asked.interactionId) ?? [])),
  ]);
};

/** What was so already is acknowledged, and nothing is done. */
function isNothing({ operationId }: Asked): boolean {
  return operationId === 'removeDevice';
}

function missing({ operationId, interactionId, answer }: Asked, entries: readonly LedgerEntry[]): string[] {
  const done = entries.filter((entry) => entry.operationId === operationId);
  if (done.length === 0) return [`${operationId} ${interactionId} was acknowledged, and is nowhere`];
  const name = REFERENCES.find((each) => answer?.body?.[each] !== undefined);
  const reference = name && answer?.body[name];
  if (!reference || done.some(({ aggregateId }) => aggregateId === reference)) return [];
  return [`${operationId} ${interactionId} was acknowledged for ${reference}, and did something else`];
}
