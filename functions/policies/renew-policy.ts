import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { Problem } from '../platform/problem.ts';
import { holderMustRemain } from './holder-store.ts';
import { decideRenewal } from './renewal.ts';
import { openPolicy, transact } from './transact.ts';
import type { BookedView } from './view.ts';

/** Takes the renewal that was offered. */
export async function renewPolicy(call: CallOf<'renewPolicy'>): Promise<Answer<BookedView>> {
  const opened = await openPolicy(call);
  const { policy, desk } = opened;
  const { renewalOffer } = policy;
  if (!renewalOffer || renewalOffer.validUntil <= desk.issuedAt) {
    throw new Problem('no-renewal-offer', 'No renewal is offered at present.');
  }
  if (renewalOffer.offerId !== call.body.offerId) {
    throw Problem.from({ refusal: 'unknown-offer', detail: 'This is not the offer.', pointer: '/offerId' });
  }
  const decision = decideRenewal(policy, renewalOffer, desk);
  return transact(call, opened, decision, { records: [await holderMustRemain(policy)] });
}
