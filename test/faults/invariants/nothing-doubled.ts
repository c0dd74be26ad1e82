import type { LedgerEntry } from '../../../functions/platform/ledger.ts';
import { type Asked, isChange, isRefused } from '../workload/diary.ts';
import { docsIn, type World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/** One request makes one of each of these at most, however often it was sent. */
const ONCE = ['quo_', 'pol_', 'chg_', 'clm_', 'dev_', 'cus_'];

/** A request is done once however often it was sent, or not at all where it was refused; a quote makes one policy. */
export const nothingDoubled: Invariant = (world, diaries) => {
  const byInteraction = Map.groupBy([...world.ledger.values()].flat(), ({ interactionId }) => interactionId);
  const changes = diaries.flatMap(({ asked }) => asked).filter(isChange);
  return [
    ...changes.flatMap((asked) => doubled(asked, byInteraction.get(asked.interactionId) ?? [])),
    ...changes
      .filter(isRefused)
      .flatMap((asked) => slipped(asked, byInteraction.get(asked.interactionId) ?? [])),
    ...changes.flatMap((asked) => denied(asked, byInteraction.get(asked.interactionId) ?? [])),
    ...policiesOfOneQuote(world),
  ];
};

function doubled({ operationId, interactionId }: Asked, entries: readonly LedgerEntry[]): string[] {
  return ONCE.filter(
    (prefix) => entries.filter(({ aggregateId }) => aggregateId.startsWith(prefix)).length > 1,
  ).map((prefix) => `${operationId} ${interactionId} was done twice: ${prefix}`);
}

/** A refusal uses up a one-shot consent, and restricts who cannot be erased; it does nothing else. */
function slipped({ operationId, interactionId, answer }: Asked, entries: readonly LedgerEntry[]): string[] {
  const allowed = operationId === 'eraseCustomer' ? ['con_', 'cus_', 'rel_'] : ['con_', 'rel_'];
  return entries
    .filter(({ aggregateId }) => !allowed.some((prefix) => aggregateId.startsWith(prefix)))
    .map(
      ({ aggregateId }) =>
        `${operationId} ${interactionId} was refused (${answer?.status}), and did ${aggregateId}`,
    );
}

/** An attempt of which it was said that nothing was done. */
function denied({ operationId, attempts }: Asked, entries: readonly LedgerEntry[]): string[] {
  const denials = attempts.filter(({ saysNothing }) => saysNothing).map(({ requestId }) => requestId);
  return entries
    .filter(({ requestId }) => denials.includes(requestId))
    .map(({ aggregateId }) => `${operationId} said that nothing was done, and did ${aggregateId}`);
}

function policiesOfOneQuote(world: World): string[] {
  const policies = docsIn<{ policyId: string; quoteId: string }>(world, 'Policies');
  return [...Map.groupBy(policies, ({ quoteId }) => quoteId)]
    .filter(([, of]) => of.length > 1)
    .map(([quoteId, of]) => `${of.length} policies were issued from ${quoteId}`);
}
