import type { Answer, Call } from '../middleware/call.ts';
import type { CallOf, Reference } from '../middleware/implementation.ts';
import { basisOf, visibleClaim } from './access.ts';
import type { Claim } from './claim.ts';
import { type Entered, noteIn, paymentIn, recoveryIn } from './handling/entered.ts';
import { showClaim } from './show-claim.ts';
import { findClaimAt } from './store.ts';
import { type ClaimView, type NotifiedView, viewNotified } from './view.ts';

/** Renders a claim as it was when it was notified. */
export async function replayNotification(
  reference: Reference,
  call: CallOf<'notifyLoss'>,
): Promise<Answer<NotifiedView>> {
  const claim = await claimAt(reference, call);
  return { body: viewNotified(claim, basisOf(call, claim)), version: claim.version };
}

/** Renders a claim as a first call left it. */
export const replayHandling = replaying(() => ({}));

/** The same, with the payment that the first call made. */
export const replayPayment = replaying(paymentIn);

/** The same, with the recovery that the first call recorded. */
export const replayRecovery = replaying(recoveryIn);

/** The same, with the note that the first call added. */
export const replayNote = replaying(noteIn);

type ReplayedCall = Omit<Call, 'path' | 'query' | 'body'>;

function replaying(entered: (claim: Claim) => Entered) {
  return async (reference: Reference, call: ReplayedCall): Promise<Answer<ClaimView>> => {
    const claim = await claimAt(reference, call);
    return showClaim(call, claim, entered(claim));
  };
}

/** A claim as it was at a version, if the caller may know of it still. */
async function claimAt({ id, version }: Reference, call: ReplayedCall): Promise<Claim> {
  await visibleClaim(id, call);
  const claim = await findClaimAt(id, version);
  if (!claim) throw new Error(`the ledger has no claim ${id}`);
  return claim;
}
