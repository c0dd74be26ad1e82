import type { components } from '../../openapi/generated/types.ts';
import type { Instant } from '../platform/clock.ts';
import type { Refusal } from '../platform/problem.ts';

/** What a partner may be allowed to do. */
export type Permission = components['schemas']['Permission'];

/** What a consent is about. */
export interface ConsentObject {
  policyId: string;
}

/** What a consent asks for. None of it ever changes: to ask for something else is another consent. */
export interface Terms {
  consentId: string;
  partnerId: string;
  /** The client that asked, by which the registry says what may be asked for. */
  clientId: string;
  partnerName: string;
  permissions: readonly Permission[];
  purpose: string;
  /** Good for one use. */
  oneShot: boolean;
  /** What the one use must be, as the vault keeps it under the consent. */
  content?: 'claimNotification' | 'change';
  createdAt: Instant;
  /** Until when the customer may say yes. */
  authoriseBy: Instant;
  expiresAt: Instant;
  /** The consent that this one is to replace, or was made from anew. */
  baseConsentId?: string;
  /** Where the customer goes once decided. */
  redirectUri?: string;
}

/** Who ended a consent, why, and when. */
export interface ConsentEnd {
  by: 'USER' | 'INSURER' | 'PARTNER';
  /** A code, nobody's own words. */
  reason: string;
  at: Instant;
}

/** What a customer's yes adds. */
export interface Grant {
  customerId: string;
  /** What it was given for: what is acquired later is not in it. */
  objects: readonly ConsentObject[];
  authorisedAt: Instant;
}

/** A consent as its events left it. */
export interface Consent extends Terms, Partial<Omit<Grant, 'objects'>> {
  version: number;
  status: ConsentStatus;
  /** Those that were asked for (undefined: all of the customer's), and from the yes on those that were granted. */
  objects?: readonly ConsentObject[];
  /** When it rested, in order of time: nothing that comes of such a time may be had later either. */
  suspensions?: readonly Suspension[];
  end?: ConsentEnd;
}

/** A time in which a consent rested: from the one instant until before the other, or from then on. */
export interface Suspension {
  from: Instant;
  to?: Instant;
}

/** Where a consent is on its way. */
export type ConsentStatus = (typeof STATUS_AFTER)[ConsentEvent['type']];

/** What every event says of its consent. */
type Facts = Pick<Consent, 'consentId' | 'partnerId' | 'permissions' | 'customerId' | 'objects'>;

/** What happens to consents. One that is made from another anew begins with the yes. */
export type ConsentEvent =
  | { type: 'consent.requested'; data: Terms & Pick<Consent, 'objects'> }
  | { type: 'consent.authorised'; data: (Facts | Terms) & Grant }
  | { type: 'consent.suspended' | 'consent.resumed'; data: Facts & Required<Pick<Consent, 'suspensions'>> }
  | { type: EndType; data: Facts & { end: ConsentEnd } };

type EndType = 'consent.rejected' | 'consent.revoked' | 'consent.expired' | 'consent.consumed';

const STATUS_AFTER = {
  'consent.requested': 'AWAITING_AUTHORISATION',
  'consent.authorised': 'AUTHORISED',
  'consent.suspended': 'SUSPENDED',
  'consent.resumed': 'AUTHORISED',
  'consent.rejected': 'REJECTED',
  'consent.revoked': 'REVOKED',
  'consent.expired': 'EXPIRED',
  'consent.consumed': 'CONSUMED',
} as const;

/** A consent after one more event. */
export function evolve(before: Consent | undefined, { type, data }: ConsentEvent): Consent {
  if (!before && !('createdAt' in data)) throw new Error(`a consent cannot begin with ${type}`);
  const version = (before?.version ?? 0) + 1;
  return { ...before, ...data, version, status: STATUS_AFTER[type] } as Consent;
}

/** The consent at an instant: one whose time is up has ended, whether or not the job said so yet. */
export function asOf(consent: Consent, now: Instant): Consent {
  const expired = expire(consent, now);
  return expired ? { ...evolve(consent, expired), version: consent.version } : consent;
}

/** The status at an instant. */
export function statusAt(consent: Consent, now: Instant): ConsentStatus {
  return asOf(consent, now).status;
}

/** Whether it opens anything at an instant. */
export function isLive(consent: Consent, now: Instant): boolean {
  return statusAt(consent, now) === 'AUTHORISED';
}

/** Whether the customer has given it for an object. Until there was a yes it is given for none. */
export function covers({ authorisedAt, objects = [] }: Consent, { policyId }: ConsentObject): boolean {
  return authorisedAt !== undefined && objects.some((object) => object.policyId === policyId);
}

/** When a consent ends by itself; undefined once it has ended. */
export function endsBy({ status, authoriseBy, expiresAt }: Consent): Instant | undefined {
  if (status === 'AWAITING_AUTHORISATION') return authoriseBy;
  return status === 'AUTHORISED' || status === 'SUSPENDED' ? expiresAt : undefined;
}

/** The event of a consent whose time is up, or undefined while it is not, or when it has ended already. */
export function expire(consent: Consent, now: Instant): ConsentEvent | undefined {
  const at = endsBy(consent);
  if (at === undefined || now < at) return undefined;
  const reason = consent.status === 'AWAITING_AUTHORISATION' ? 'not-authorised' : 'expired';
  return ended('consent.expired', consent, { by: 'INSURER', reason, at });
}

/** The event of a customer who lets a consent rest for a while. */
export function suspend(consent: Consent, now: Instant): ConsentEvent | Refusal {
  const refusal = refuseUnless(consent, now, ['AUTHORISED']);
  if (refusal) return refusal;
  const suspensions = [...(consent.suspensions ?? []), { from: now }];
  return { type: 'consent.suspended', data: { ...factsOf(consent), suspensions } };
}

/** The event of a customer who takes a consent up again. */
export function resume(consent: Consent, now: Instant): ConsentEvent | Refusal {
  const refusal = refuseUnless(consent, now, ['SUSPENDED']);
  if (refusal) return refusal;
  const suspensions = (consent.suspensions ?? []).map((each) => ({ ...each, to: each.to ?? now }));
  return { type: 'consent.resumed', data: { ...factsOf(consent), suspensions } };
}

/** The event of a consent that is taken back. A customer who was asked and says no rejects it instead. */
export function revoke(
  consent: Consent,
  { by, reason }: Omit<ConsentEnd, 'at'>,
  now: Instant,
): ConsentEvent | Refusal {
  const given = ['AUTHORISED', 'SUSPENDED'] as const;
  const open = by === 'USER' ? given : ([...given, 'AWAITING_AUTHORISATION'] as const);
  return refuseUnless(consent, now, open) ?? ended('consent.revoked', consent, { by, reason, at: now });
}

/** The event of a one-shot consent that is used: `reason` says what came of it, `done` or the problem's code. */
export function consume(
  consent: Consent,
  { reason }: Pick<ConsentEnd, 'reason'>,
  now: Instant,
): ConsentEvent | Refusal {
  if (!consent.oneShot) throw new Error('only a one-shot consent is used up');
  if (!isLive(consent, now)) {
    return { refusal: 'consent-not-live', detail: 'The consent is not in force.' };
  }
  return ended('consent.consumed', consent, { by: 'PARTNER', reason, at: now });
}

/** Why a consent cannot go on from where it is, or undefined when it is in one of these states. */
export function refuseUnless(
  consent: Consent,
  now: Instant,
  states: readonly ConsentStatus[],
): Refusal | undefined {
  const status = statusAt(consent, now);
  if (states.includes(status)) return undefined;
  return { refusal: 'consent-state', detail: `The consent is ${status}.` };
}

/** The event of an end. */
export function ended(type: EndType, consent: Facts, end: ConsentEnd): ConsentEvent {
  return { type, data: { ...factsOf(consent), end } };
}

/** What the events of a consent say of it. */
export function factsOf({ consentId, partnerId, permissions, customerId, objects }: Facts): Facts {
  return {
    ...{ consentId, partnerId, permissions },
    ...(customerId !== undefined && { customerId }),
    ...(objects && { objects }),
  };
}
