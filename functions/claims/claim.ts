import type { components } from '../../openapi/generated/types.ts';
import type { PlainDate } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import type { Money } from '../platform/money.ts';
import type { Settlement } from './handling/settlement.ts';

/** Where a claim is on its way. */
export type ClaimStatus =
  | 'received'
  | 'under-review'
  | 'approved'
  | 'denied'
  | 'paid'
  | 'closed'
  | 'reopened';

export type Cause = components['schemas']['Cause'];

/** What somebody has to do with a loss, as it was notified. */
export type Role = 'policyholder' | 'driver' | 'passenger' | 'injured' | 'witness' | 'other';

/** What the policy covered on the day of the loss: taken down at notification, so that it never changes. */
export interface LossCover {
  coverage: string;
  kind: 'liability' | 'own-damage';
  causes: readonly Cause[];
  deductibles: readonly Money[];
  /** Null: unlimited. */
  limit: Money | null;
  /** The share of a loss that is insured, e.g. "0.9". */
  coinsurance: string;
  currency: string;
  straightThroughAmount: Money;
  /** What is payable above it needs a second person's approval. */
  fourEyesAmount: Money;
  /** The segment of the policy that spans the day, and the version of the policy that it was read from. */
  from: PlainDate;
  to: PlainDate;
  policyVersion: number;
}

/**
 * Somebody else than the policyholder who has to do with a loss: a subject of their own, under a key of their own. Only
 * a payee can be the policyholder: that record lies under the customer.
 */
export interface Party {
  /** `pty_` and chance. */
  partyId: string;
  role: Role | 'vehicle-owner' | 'payee';
  /** The vault record, under the party, that holds name, injury, plate or account. */
  recordId: string;
  injured: boolean;
  isPolicyholder?: true;
  erased?: boolean;
}

/** A rule of triage that fired. */
export interface Reason {
  code: string;
  detail: string;
  kind: 'gate' | 'coverage' | 'indicator';
  /** Only staff are told it, as they alone are told any indicator. */
  confidential?: true;
}

/** What the rules made of a loss. */
export interface Triage {
  /** `<book>@<version>`, and the digest that the book had then. */
  rules: string;
  digest: string;
  route: 'straight-through' | 'review';
  queue: string;
  reasons: readonly Reason[];
  /** What the rules looked at, but for documents: derived, nothing personal, so that triage can be repeated. */
  facts: Readonly<Record<string, string | number | boolean>>;
  at: Instant;
}

/** What is set aside for a claim from an instant on. */
export interface Reserve {
  coverage: string;
  /** What is open from then on. */
  amount: Money;
  /** What had been paid by then: only payments after it use it up. */
  paidBefore: Money;
  at: Instant;
  /** A client id, as everywhere below. */
  by: string;
  noteId?: string;
}

/** Why a claim is denied. */
export type DenialReason =
  | 'excluded-risk'
  | 'aggravated-risk'
  | 'missing-documents'
  | 'incomplete-documents'
  | 'time-barred'
  | 'not-covered'
  | 'other';

/** What is owed for a loss, or why nothing is. The last one stands. */
export type Decision = (Approving | Denying) & {
  coverage: string;
  payable: Money;
  decidedAt: Instant;
  /** A client id, or `triage`. */
  decidedBy: string;
};

interface Approving {
  decision: 'approve';
  settlement: Settlement;
  /** The second pair of eyes, which large amounts need before they are paid. */
  approval: 'not-needed' | 'needed' | 'given';
  approvedBy?: string;
  approvedAt?: Instant;
}

interface Denying {
  decision: 'deny';
  reason: DenialReason;
  approval: 'not-needed';
}

/** Money that was paid for a claim. */
export interface Payment {
  /** `pay_` and a ULID. */
  paymentId: string;
  coverage: string;
  amount: Money;
  /** The party that it went to. */
  payee: string;
  paidAt: Instant;
  by: string;
}

/** Money that came back. */
export interface Recovery {
  /** `rcy_` and a ULID. */
  recoveryId: string;
  amount: Money;
  source: 'subrogation' | 'salvage' | 'deductible' | 'overpayment' | 'other';
  at: Instant;
  by: string;
}

/** Somebody's own words: the vault has them, as a record of this id under the customer. */
export interface Note {
  /** `nte_` and a ULID. */
  noteId: string;
  at: Instant;
  by: string;
}

/** A file of a claim. The bucket has it. */
export interface ClaimDocument {
  /** `doc_` and a ULID. */
  documentId: string;
  kind: 'photo' | 'report' | 'invoice' | 'other';
  contentType: 'image/jpeg' | 'image/png' | 'application/pdf';
  /** In bytes. */
  size: number;
  /** In lower-case hexadecimal. */
  sha256: string;
  status: 'awaiting' | 'attached' | 'quarantined';
  /** What was wrong with a file that is quarantined. */
  reason?: 'hash' | 'type' | 'size';
  requestedAt: Instant;
  uploadBy: Instant;
  settledAt?: Instant;
}

/** How a claim ended. */
export interface Closure {
  outcome: 'settled' | 'denied' | 'withdrawn';
  at: Instant;
  by: string;
  noteId?: string;
}

/** A loss as it was notified. None of it ever changes. */
export interface NotifiedLoss {
  claimId: string;
  protocolNumber: string;
  /** Whose policy it is: the producer, whoever notified it. */
  partnerId: string;
  policyId: string;
  customerId: string;
  product: string;
  cause: Cause;
  /** As it was said: a day or an instant. */
  occurredAt: string;
  /** The day, in the product's time zone. */
  occurredOn: PlainDate;
  notifiedAt: Instant;
  /** The client that notified it. */
  notifiedBy: string;
  /** The vault record, under the customer, of what was said. */
  lossRecord: string;
  /** Whether the insured vehicle is among those that were named. */
  insuredVehicle: boolean;
  cover: LossCover;
}

/** A claim as its events left it. All lists are oldest first. */
export interface Claim extends NotifiedLoss {
  version: number;
  /** When its last entry was made; no later one may seem earlier. */
  changedAt: Instant;
  status: ClaimStatus;
  /** How often it was begun: once, and with every reopening again. */
  openings: number;
  parties: readonly Party[];
  triage: Triage;
  queue: string;
  reserves: readonly Reserve[];
  decisions: readonly Decision[];
  payments: readonly Payment[];
  recoveries: readonly Recovery[];
  notes: readonly Note[];
  documents: readonly ClaimDocument[];
  /** Of a closed claim. */
  closure?: Closure;
}
