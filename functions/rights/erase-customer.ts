import type { Customer } from '../customers/customer.ts';
import type { Answer } from '../middleware/call.ts';
import type { CallOf, Reference } from '../middleware/implementation.ts';
import { now } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import type { Holdings } from '../platform/kept-key.ts';
import { existingCustomer } from './access.ts';
import type { Holding } from './blockers.ts';
import { changeCustomer } from './change-customer.ts';
import { blocked, type ErasureView, requestErasure, viewErasure, viewPreview } from './erasure.ts';
import { blockersOf, consentsOf, endsOf, holdingsOf, reinstatableOf } from './holdings.ts';
import { mustRemain } from './policy-store.ts';
import { restrict } from './restriction.ts';

type EraseCall = CallOf<'eraseCustomer'>;

/** So many consents end in the same transaction as the key: each is up to three of its hundred items. */
const CONSENTS_AT_ONCE = 20;

/**
 * Erases a customer: the key of all their values is destroyed at once, and what is left of them soon after, by a job.
 * Where something stands in the way processing is restricted instead. A preview only says what does.
 */
export async function eraseCustomer(call: EraseCall): Promise<Answer<ErasureView>> {
  if (call.body.preview) return previewErasure(call);
  const request = { erasureId: newId('era'), requestedBy: call.principal.clientId };
  const erased = await changeCustomer(call, async (customer, about) => {
    const event = requestErasure(customer, request);
    const { customerId } = customer;
    const holdings = await holdingsOf(customerId);
    const blockers = blockersOf(holdings, about.occurredAt);
    if (blockers.length > 0) {
      await restrictProcessing(call);
      throw blocked(blockers);
    }
    const consents = await consentsOf(customerId, about.occurredAt);
    const others = endsOf(consents, about).slice(0, CONSENTS_AT_ONCE);
    // One that was issued or reinstated meanwhile stands in the way: then it is decided again.
    const records = reinstatableOf(holdings, about.occurredAt).map(mustRemain);
    return { event, holdings: counted(holdings), records, others };
  });
  return { body: viewOf(erased) };
}

/** As many claims as were ever opened, those that were opened anew again. */
function counted(holdings: readonly Holding[]): Holdings {
  const claims = holdings.flatMap((holding) => holding.claims);
  return {
    policies: holdings.length,
    claims: claims.reduce((sum, { openings }) => sum + openings, 0),
  };
}

async function previewErasure(call: EraseCall): Promise<Answer<ErasureView>> {
  const customer = await existingCustomer(call);
  if (customer.erasure) return { body: viewOf(customer) };
  return { body: viewPreview(customer, blockersOf(await holdingsOf(customer.customerId), now())) };
}

/** A refused call is not remembered by its key: asked again, it is decided again. */
async function restrictProcessing({ idempotencyKey, ...call }: EraseCall): Promise<void> {
  await changeCustomer(call, async (customer) => ({ event: restrict(customer) }));
}

/** The erasure that a first call began, as it stands now. */
export async function replayErasure(_reference: Reference, call: EraseCall): Promise<Answer<ErasureView>> {
  return { body: viewOf(await existingCustomer(call)) };
}

function viewOf(customer: Customer): ErasureView {
  if (!customer.erasure) throw new Error(`${customer.customerId} is not being erased`);
  return viewErasure(customer, customer.erasure);
}
