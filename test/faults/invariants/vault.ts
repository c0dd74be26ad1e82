import type { Claim } from '../../../functions/claims/claim.ts';
import type { Customer } from '../../../functions/customers/customer.ts';
import type { QuotedChange } from '../../../functions/policies/quoted-change.ts';
import { historyOf } from '../../../functions/policies/store.ts';
import { docsIn, itemsIn, type World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/** A record of the vault by whom it is about and its id. */
type Place = `${string}/${string}`;

/**
 * What states refer to is in the vault, and the vault keeps of customers nothing that no state refers to; a customer's key
 * counts their policies and claims, and of who was erased neither key nor record is left.
 */
export const vaultIsWhole: Invariant = (world) => {
  const kept = new Set(
    itemsIn(world, 'Vault').map(({ subjectId, recordId }): Place => `${subjectId?.S}/${recordId?.S}`),
  );
  const keys = new Set(itemsIn(world, 'Keys').map(({ subjectId }) => subjectId?.S));
  const subjectOf = (place: Place) => place.slice(0, place.indexOf('/'));
  const referred = new Set(referencesIn(world));
  const lost = [...referred].filter((place) => keys.has(subjectOf(place)) && !kept.has(place));
  const orphans = [...kept].filter((place) => /^(cus|pty)_/.test(place) && !referred.has(place));
  return [
    ...lost.map((place) => `${place} is not in the vault`),
    ...orphans.map((place) => `${place} is in the vault, and nothing refers to it`),
    ...docsIn<Customer>(world, 'Customers').flatMap((customer) => miscounted(customer, world)),
  ];
};

function referencesIn(world: World): Place[] {
  return [
    ...docsIn<Claim>(world, 'Claims').flatMap(ofClaim),
    ...[...world.ledger].flatMap(([id, entries]) => (id.startsWith('pol_') ? ofPolicy(entries) : [])),
    ...docsIn<QuotedChange>(world, 'Changes').map(({ changeId }): Place => `${changeId}/change`),
  ];
}

/** Of each cover that there ever was: what was known before is known for as long as the customer is. */
function ofPolicy(entries: Parameters<typeof historyOf>[0]): Place[] {
  const policy = historyOf(entries);
  if (!policy) return [];
  const { customerId, policyholderRecord, stack, renewalOffer } = policy;
  const covers = stack.flatMap((act) => ('cover' in act ? [act.cover] : []));
  const offered = renewalOffer ? [renewalOffer.cover] : [];
  const records = [...covers, ...offered].flatMap((cover) => Object.values(cover.records));
  return [policyholderRecord, ...records].map((record): Place => `${customerId}/${record}`);
}

function ofClaim({ customerId, lossRecord, notes, parties }: Claim): Place[] {
  const others = parties.filter(({ erased }) => !erased);
  return [
    `${customerId}/${lossRecord}`,
    ...notes.map(({ noteId }): Place => `${customerId}/${noteId}`),
    ...others.map(
      ({ partyId, recordId, isPolicyholder }): Place =>
        `${isPolicyholder ? customerId : partyId}/${recordId}`,
    ),
  ];
}

function miscounted({ customerId, erasure }: Customer, world: World): string[] {
  const key = itemsIn(world, 'Keys').find(({ subjectId }) => subjectId?.S === customerId);
  if (erasure) {
    const isLeft = itemsIn(world, 'Vault').some(({ subjectId }) => subjectId?.S === customerId);
    // The key goes at once, what it sealed as soon as the job comes to it.
    return key || (isLeft && erasure.status === 'done')
      ? [`something is left of ${customerId}, who was erased`]
      : [];
  }
  if (!key) return [`${customerId} has no key`];
  const own = <Doc extends { customerId: string }>(table: string) =>
    docsIn<Doc>(world, table).filter((doc) => doc.customerId === customerId);
  const policies = own('Policies').length;
  const claims = own<Claim>('Claims').reduce((sum, { openings }) => sum + openings, 0);
  const counted = [Number(key.policies?.N), Number(key.claims?.N ?? 0)];
  return counted.join() === [policies, claims].join()
    ? []
    : [`the key of ${customerId} counts ${counted} policies and claims of ${[policies, claims]}`];
}
