import { evolve as evolveClaim } from '../../../functions/claims/claim-event.ts';
import { evolve as evolveConsent } from '../../../functions/consents/consent.ts';
import { type CustomerEvent, evolve as evolveCustomer } from '../../../functions/customers/customer.ts';
import { evolve as evolveDevice } from '../../../functions/devices/device.ts';
import type { LedgerEntry } from '../../../functions/platform/ledger.ts';
import { evolveChange } from '../../../functions/policies/quoted-change.ts';
import { historyOf } from '../../../functions/policies/store.ts';
import { evolve as evolveQuote } from '../../../functions/quotes/quote.ts';
import type { StoredItem } from '../world.ts';

type Fold = (entries: readonly LedgerEntry[]) => object | undefined;

/** A kind of aggregate: where its states lie, and what its ledger makes of one. */
export interface Kind {
  /** What its ids begin with. */
  prefix: string;
  table: string;
  /** Name of the attribute that holds the id. */
  key: string;
  /** A state may be forgotten, which the ledger never is. */
  isForgotten?: true;
  /** Whether the ledger need not know of an item of the table. */
  isUntold?: (item: StoredItem) => boolean;
  /** What entries make of an aggregate; left out where events tell no more than that it changed. */
  told?: Fold;
  /** What of a state no event tells. */
  untold?: readonly string[];
}

/** Every kind, but receipts: they have no state. */
export const KINDS: readonly Kind[] = [
  { prefix: 'quo_', table: 'Quotes', key: 'quoteId', told: byEvents(evolveQuote) },
  { prefix: 'pol_', table: 'Policies', key: 'policyId', told: policyOf },
  { prefix: 'chg_', table: 'Changes', key: 'changeId', told: byEvents(evolveChange), isForgotten: true },
  { prefix: 'clm_', table: 'Claims', key: 'claimId', told: byEntries(evolveClaim) },
  { prefix: 'con_', table: 'Consents', key: 'consentId', told: byEvents(evolveConsent), isForgotten: true },
  {
    ...{ prefix: 'cus_', table: 'Customers', key: 'customerId' },
    told: byEntries((before: ReturnType<typeof evolveCustomer> | undefined, events: CustomerEvent[], entry) =>
      events.reduce((customer, event) => evolveCustomer(customer, event, entry), before),
    ),
    untold: ['identityKeys'],
  },
  {
    ...{ prefix: 'dev_', table: 'Devices', key: 'deviceId' },
    told: byEntries(evolveDevice),
    untold: ['pseudonym', 'driverKey'],
  },
  // A trip in progress has no version yet; and what was driven is deleted with its consent.
  {
    ...{ prefix: 'trp_', table: 'Trips', key: 'tripId', isForgotten: true },
    isUntold: ({ version }) => version === undefined,
  },
  { prefix: 'scr_', table: 'Scores', key: 'scoreId' },
];

function policyOf(entries: readonly LedgerEntry[]): object | undefined {
  const history = historyOf(entries);
  if (!history) return undefined;
  const { stack, ...policy } = history;
  return policy;
}

/** What one event after the other makes of an aggregate. */
function byEvents<State extends object, Event>(
  evolve: (before: State | undefined, event: Event) => State,
): Fold {
  return byEntries<State, Event>((before, events) =>
    events.reduce((state: State | undefined, event) => evolve(state, event), before),
  );
}

/** The same where it matters with which entry they came. */
function byEntries<State extends object, Event>(
  evolve: (before: State | undefined, events: Event[], entry: LedgerEntry) => State | undefined,
): Fold {
  return (entries) =>
    entries.reduce<State | undefined>((before, entry) => {
      const events = entry.events.map(({ type, data }) => ({ type, data }) as Event);
      return evolve(before, events, entry);
    }, undefined);
}
