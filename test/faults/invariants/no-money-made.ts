import { isDeepStrictEqual } from 'node:util';
import type Big from 'big.js';
import type { Claim } from '../../../functions/claims/claim.ts';
import type { ClaimEvent } from '../../../functions/claims/claim-event.ts';
import { isAtFault } from '../../../functions/claims/handling/figures.ts';
import { Decimal, type Money } from '../../../functions/platform/money.ts';
import { type Policy, type PolicyHistory, timelineIn } from '../../../functions/policies/policy.ts';
import { exact } from '../../../functions/policies/stack/movement.ts';
import { netOf } from '../../../functions/policies/stack/timeline.ts';
import { historyOf } from '../../../functions/policies/store.ts';
import { ClaimBooks } from '../../../test/support/claim-books.ts';
import { docsIn, itemsIn, type World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/**
 * What moved on a policy is the premium of its segments and what was retained, and each movement is its net and its taxes;
 * a claim pays what was decided at most; and a policy knows the losses that were notified on it.
 */
export const noMoneyMade: Invariant = (world) => [
  ...historiesIn(world).flatMap((policy) => [...unbalanced(policy), ...missegmented(policy, world)]),
  ...docsIn<Claim>(world, 'Claims').flatMap((claim) => breachesOf(claim, world)),
  ...docsIn<Policy>(world, 'Policies').flatMap((policy) => unknownLosses(policy, world)),
];

function historiesIn({ ledger }: World): PolicyHistory[] {
  return [...ledger].flatMap(([id, entries]) => (id.startsWith('pol_') ? (historyOf(entries) ?? []) : []));
}

function unbalanced(policy: PolicyHistory): string[] {
  const { policyId, stack } = policy;
  const moved = sum(stack.map(({ premiumMovement }) => premiumMovement.net));
  const retained = sum(stack.flatMap(({ charges }) => charges.map(({ amount }) => amount)));
  const owed = netOf(timelineIn(policy)).plus(retained);
  const untaxed = stack.filter(
    ({ premiumMovement: { net, taxes, gross } }) =>
      !sum([net, ...taxes.map(({ amount }) => amount)]).eq(exact(gross)),
  );
  return [
    ...(moved.eq(owed) ? [] : [`${policyId} moved ${moved}, and owes ${owed}`]),
    ...untaxed.map(({ transactionId }) => `${transactionId} is not its net and its taxes`),
  ];
}

/** The segments that are read are those that the transactions make. */
function missegmented(policy: PolicyHistory, world: World): string[] {
  const { policyId } = policy;
  const own = itemsIn(world, 'Segments').filter((item) => item.policyId?.S === policyId);
  const kept = own.map(({ doc }) => {
    const { version, ...segment } = JSON.parse(doc?.S ?? '');
    return segment;
  });
  kept.sort((a, b) => (a.from < b.from ? -1 : 1));
  const made = JSON.parse(JSON.stringify(timelineIn(policy)));
  return isDeepStrictEqual(kept, made)
    ? []
    : [`the segments of ${policyId} are not what its transactions make`];
}

function breachesOf(claim: Claim, { ledger }: World): string[] {
  const entries = ledger.get(claim.claimId) ?? [];
  const events = entries.flatMap((entry) =>
    entry.events.map(({ type, data }) => ({ type, data }) as ClaimEvent),
  );
  const { breaches } = new ClaimBooks(claim, events);
  return breaches.map((breach) => `${claim.claimId}: ${breach}`);
}

function unknownLosses({ policyId, losses = [] }: Policy, world: World): string[] {
  const claims = docsIn<Claim>(world, 'Claims').filter((claim) => claim.policyId === policyId);
  const known = new Map(losses.map(({ claimId, atFault }) => [claimId, atFault]));
  const wrong = claims.filter((claim) => known.get(claim.claimId) !== isAtFault(claim));
  return wrong.map(({ claimId }) => `${policyId} does not know ${claimId} as it stands`);
}

function sum(amounts: readonly Money[]): Big {
  return amounts.reduce((total, amount) => total.plus(exact(amount)), new Decimal(0));
}
