import type { Reason } from '../claim.ts';

/** What whoever is not staff is told in place of every indicator: to name them would teach how to avoid them. */
const FURTHER_REVIEW = { code: 'further-review', detail: 'A person has a further look at it.' };

/** A reason as it is shown. */
export type ToldReason = Pick<Reason, 'code' | 'detail'>;

/** Why a claim is looked at by a person, as others than staff are told. */
export function told(reasons: readonly Reason[]): ToldReason[] {
  const plain = reasons.filter(({ kind }) => kind !== 'indicator');
  return [...inFull(plain), ...(plain.length < reasons.length ? [FURTHER_REVIEW] : [])];
}

/** The same as staff are told: every rule that fired. */
export function inFull(reasons: readonly Reason[]): ToldReason[] {
  return reasons.map(({ code, detail }) => ({ code, detail }));
}
