import type { Reason } from '../claim.ts';

/**
 * What whoever is not staff is told in place of every indicator, which would teach how to avoid it, and of every rule that
 * says what is personal of somebody: which of the two it was does not show.
 */
const FURTHER_REVIEW = { code: 'further-review', detail: 'A person has a further look at it.' };

/** A reason as it is shown. */
export type ToldReason = Pick<Reason, 'code' | 'detail'>;

/** Why a claim is looked at by a person, as others than staff are told. */
export function told(reasons: readonly Reason[]): ToldReason[] {
  const open = reasons.filter(({ kind, confidential }) => kind !== 'indicator' && !confidential);
  return [...inFull(open), ...(open.length < reasons.length ? [FURTHER_REVIEW] : [])];
}

/** The same as staff are told: every rule that fired. */
export function inFull(reasons: readonly Reason[]): ToldReason[] {
  return reasons.map(({ code, detail }) => ({ code, detail }));
}
