import type { PlainDate } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import type { Refusal } from '../platform/problem.ts';
import type { Premium } from '../quotes/rating.ts';
import type { Patch } from './stack/cover.ts';
import type { Charge, Movement } from './stack/movement.ts';

/** A change that was quoted: what it moves is locked until `validUntil`. */
export interface QuotedChange {
  changeId: string;
  version: number;
  policyId: string;
  /** The version of the policy that it was quoted on. */
  policyVersion: number;
  partnerId: string;
  /** The one-shot consent that it was quoted under, and is to be issued under. */
  consentId?: string;
  status: 'quoted' | 'issued';
  effectiveDate: PlainDate;
  patch: Patch;
  coverage: string;
  premiumMovement: Movement;
  charges: readonly Charge[];
  /** For a whole term. */
  newPremium: Premium;
  validUntil: Instant;
  createdAt: Instant;
}

/** What happens to changes. None of it concerns anybody outside. */
export type ChangeEvent =
  | { type: 'change.quoted'; data: Omit<QuotedChange, 'version' | 'status'> }
  | { type: 'change.issued'; data: { changeId: string; policyId: string } };

/** A change after one more event. */
export function evolveChange(before: QuotedChange | undefined, event: ChangeEvent): QuotedChange {
  const version = (before?.version ?? 0) + 1;
  if (event.type === 'change.quoted') return { ...event.data, version, status: 'quoted' };
  if (!before) throw new Error('a change cannot begin by being issued');
  return { ...before, version, status: 'issued' };
}

/** The status at an instant. */
export function changeStatusAt(
  { status, validUntil }: QuotedChange,
  now: Instant,
): 'quoted' | 'issued' | 'expired' {
  return status === 'quoted' && validUntil <= now ? 'expired' : status;
}

/** The event of a change that becomes part of its policy; refused a second time, and once its price has expired. */
export function issue(change: QuotedChange, now: Instant): ChangeEvent | Refusal {
  const status = changeStatusAt(change, now);
  if (status === 'issued') return { refusal: 'change-issued', detail: 'The change was issued already.' };
  if (status === 'expired')
    return { refusal: 'change-expired', detail: 'The price of the change has expired.' };
  const { changeId, policyId } = change;
  return { type: 'change.issued', data: { changeId, policyId } };
}
