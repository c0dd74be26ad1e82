import type { PlainDate } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import type { Refusal } from '../platform/problem.ts';
import { countedIn, type Loss, movesFault, type NotifiedLoss, withLoss } from './loss.ts';
import type { Cover } from './stack/cover.ts';
import type { Term } from './stack/term.ts';
import { type Segment, type Timeline, timelineOf } from './stack/timeline.ts';
import { type Counted, liveOf, type Standing, type Transaction } from './stack/transaction.ts';

/** What is agreed for as long as a policy lasts. */
export interface Agreement {
  policyId: string;
  policyNumber: string;
  partnerId: string;
  customerId: string;
  product: string;
  quoteId: string;
  /** The first day of cover. */
  inception: PlainDate;
  /** Where the vault keeps who the policyholder is. */
  policyholderRecord: string;
  paymentPlan: 'annual';
  termsReceivedAt: PlainDate;
  createdAt: Instant;
}

/** The next term, at its price, for the taking until `validUntil`. */
export interface RenewalOffer extends Counted {
  offerId: string;
  term: Term;
  cover: Cover;
  offeredOn: PlainDate;
  validUntil: Instant;
}

/** A policy but for its history: of the same size however long that is, save for its losses. */
export interface Policy extends Agreement {
  version: number;
  /** When its last entry was made; no later one may seem earlier. */
  changedAt: Instant;
  /** How many transactions there ever were. */
  transactions: number;
  /** The last term, and how it ends. */
  term: Term;
  standing: Standing | 'expired';
  renewalOffer?: RenewalOffer;
  /** The next term could not be offered: cover ends with this one unless a change mends that. */
  notRenewable?: boolean;
  /** Those that were notified, in the order of their notification, a hundred at most. */
  losses?: readonly Loss[];
}

/** A policy with every transaction there ever was, oldest first. */
export interface PolicyHistory extends Policy {
  stack: readonly Transaction[];
}

/** Every transaction is an event; a reversal is a change to those who listen. */
type TransactionEvent = {
  type: 'policy.issued' | 'policy.changed' | 'policy.cancelled' | 'policy.reinstated' | 'policy.renewed';
  data: Transaction & { policyId: string; product: string; agreement?: Agreement };
};

/** An offer, and what of it others are told. */
interface RenewalOffered {
  policyId: string;
  product: string;
  offerId: string;
  term: { start: PlainDate; end: PlainDate };
  validUntil: Instant;
  offer: RenewalOffer;
}

/** What happens to policies. */
export type PolicyEvent =
  | TransactionEvent
  | { type: 'policy.renewal-offered'; data: RenewalOffered }
  | { type: 'policy.renewal-refused'; data: { policyId: string; reason: string } }
  | { type: 'policy.loss-recorded'; data: NotifiedLoss & { policyId: string; product: string } }
  | { type: 'policy.expired'; data: { policyId: string; product: string; expiredOn: PlainDate } };

const EVENT_TYPES = {
  issuance: 'policy.issued',
  change: 'policy.changed',
  reversal: 'policy.changed',
  cancellation: 'policy.cancelled',
  reinstatement: 'policy.reinstated',
  renewal: 'policy.renewed',
} as const satisfies Record<Transaction['kind'], TransactionEvent['type']>;

/** The events of a policy that begins with these transactions. */
export function issued(agreement: Agreement, booked: readonly Transaction[]): PolicyEvent[] {
  return transactionEvents(agreement, booked).map((event) => ({
    ...event,
    data: { ...event.data, agreement },
  }));
}

/** The events of the transactions that one decision booked. */
export function transactionEvents(
  { policyId, product }: Pick<Agreement, 'policyId' | 'product'>,
  booked: readonly Transaction[],
): TransactionEvent[] {
  return booked.map((transaction) => ({
    type: EVENT_TYPES[transaction.kind],
    data: { ...transaction, policyId, product },
  }));
}

/** The event of an offer for the next term. */
export function renewalOffered(
  { policyId, product }: Pick<Agreement, 'policyId' | 'product'>,
  offer: RenewalOffer,
): PolicyEvent {
  const { offerId, validUntil } = offer;
  const { start, end } = offer.term;
  const data = { policyId, product, offerId, term: { start, end }, validUntil, offer };
  return { type: 'policy.renewal-offered', data };
}

/**
 * The event of a loss that was notified on a policy, or of which something else is known now: to be committed along with
 * its claim. It moves the version, so that nobody cancels or changes a policy of which they do not know the losses.
 */
export function lossRecorded(
  { policyId, product }: Pick<Agreement, 'policyId' | 'product'>,
  { claimId, occurredOn, atFault }: NotifiedLoss,
): PolicyEvent {
  return { type: 'policy.loss-recorded', data: { policyId, product, claimId, occurredOn, atFault } };
}

/** A policy after more events, of which the last were committed as `version`. */
export function evolve(
  before: PolicyHistory | undefined,
  events: readonly PolicyEvent[],
  { version, occurredAt }: { version: number; occurredAt: Instant },
): PolicyHistory {
  const policy = events.reduce<PolicyHistory | undefined>(evolveOne, before);
  if (!policy) throw new Error('a policy begins by being issued');
  const transactions = policy.stack.length;
  return { ...policy, ...outlookOf(policy), transactions, version, changedAt: occurredAt };
}

function evolveOne(before: PolicyHistory | undefined, event: PolicyEvent): PolicyHistory {
  if (!before) return begin(event);
  switch (event.type) {
    case 'policy.renewal-offered':
      return { ...before, renewalOffer: event.data.offer };
    case 'policy.renewal-refused':
      return { ...before, notRenewable: true };
    case 'policy.loss-recorded':
      return withLossIn(before, event.data);
    case 'policy.expired': {
      const { renewalOffer, ...policy } = before;
      return { ...policy, standing: 'expired' };
    }
    default:
      return add(before, event.data);
  }
}

function begin({ type, data }: PolicyEvent): PolicyHistory {
  if (type !== 'policy.issued' || data.kind !== 'issuance' || !data.agreement) {
    throw new Error(`a policy cannot begin with ${type}`);
  }
  const { agreement, policyId, product, ...issuance } = data;
  const { issuedAt, term } = issuance;
  return {
    ...agreement,
    version: 0,
    changedAt: issuedAt,
    transactions: 1,
    term,
    standing: 'in-force',
    stack: [issuance],
  };
}

/** What was offered for the next term, or was not, was so at the level as it would have moved: another fault ends it. */
function withLossIn(before: PolicyHistory, data: NotifiedLoss): PolicyHistory {
  const { claimId, occurredOn, atFault } = data;
  const losses = withLoss(before.losses, { claimId, occurredOn, atFault });
  if (!movesFault(before.losses, data)) return { ...before, losses };
  const { renewalOffer, notRenewable, ...policy } = before;
  return { ...policy, losses };
}

/** What was offered for the next term was offered for the policy as it was: any transaction ends it. */
function add(before: PolicyHistory, data: TransactionEvent['data']): PolicyHistory {
  const { policyId, product, agreement, ...transaction } = data;
  const { renewalOffer, notRenewable, ...policy } = before;
  return { ...policy, stack: [...policy.stack, transaction] };
}

/** The last term, how it ends, and which losses were counted, by the transactions that count. */
function outlookOf({ stack, standing, losses }: PolicyHistory): Pick<Policy, 'term' | 'standing' | 'losses'> {
  const live = liveOf(stack);
  const begun = live.findLast((act) => act.kind === 'issuance' || act.kind === 'renewal');
  if (!begun || !('term' in begun)) throw new Error('a policy has a term');
  const outlook = { term: begun.term, ...(losses && { losses: countedIn(losses, live) }) };
  if (standing === 'expired') return { ...outlook, standing };
  const last = live.at(-1);
  return { ...outlook, standing: last?.kind === 'cancellation' ? last.standing : 'in-force' };
}

/** The segments that a policy's transactions make. */
export function timelineIn({ stack }: PolicyHistory): Timeline {
  return timelineOf(liveOf(stack));
}

/** How a policy stands on a day. */
export type Status = 'pending' | 'in-force' | 'cancelled' | 'expired' | 'lapsed';

/**
 * The segment to show for a day and the status then: the one that spans it; before cover the first, after it the last.
 * A policy whose first segment is without cover never was pending.
 */
export function statusOf(segment: Segment, date: PlainDate): Status {
  if (segment.standing !== 'in-force') return segment.standing;
  if (date < segment.from) return 'pending';
  return date < segment.to ? 'in-force' : 'expired';
}

/** The segment that a day is shown by. */
export function segmentFor(timeline: Timeline, date: PlainDate): Segment {
  const segment = timeline.findLast(({ from }) => from <= date) ?? timeline[0];
  if (!segment) throw new Error('a policy has a segment');
  return segment;
}

/** Why nothing can be changed any more, or undefined while there is cover, or will be. */
export function refuseEnded({ stack, standing, term }: PolicyHistory, today: PlainDate): Refusal | undefined {
  const last = liveOf(stack).at(-1);
  if (last?.kind === 'cancellation' && last.effectiveDate <= today) {
    return { refusal: 'policy-cancelled', detail: `The policy is ${last.standing}.` };
  }
  if (standing === 'expired' || term.end <= today) {
    return { refusal: 'policy-expired', detail: 'The policy has expired.' };
  }
  return undefined;
}
