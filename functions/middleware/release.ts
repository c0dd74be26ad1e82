import type { PiiClass } from '../../openapi/generated/masks/masks.ts';
import { now } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import type { Receipt } from '../releases/receipt.ts';
import { recordRelease } from '../releases/store.ts';
import type { Call } from './call.ts';
import { type Ground, liftedBy } from './clearance.ts';

/** Records that values of these classes leave in clear, before they do. Throws where that cannot be recorded. */
export async function release(call: Call, ground: Ground, classes: ReadonlySet<PiiClass>): Promise<void> {
  if (classes.size === 0) return;
  await recordRelease(receiptOf(call, ground, [...classes].sort()));
}

function receiptOf(call: Call, { basis, subject }: Ground, classes: PiiClass[]): Receipt {
  const { operation, principal, requestId, interactionId } = call;
  if (!subject) throw new Error(`${operation.operationId} shows values of nobody`);
  const own = liftedBy(operation, basis);
  const onBasis = classes.every((each) => own.includes(each));
  const consent = onBasis ? undefined : call.consent?.consent;
  return {
    receiptId: newId('rel'),
    customerId: subject.customerId,
    at: now(),
    basis: onBasis && basis ? basis : 'consent',
    partnerId: principal.partnerId,
    actor: principal.clientId,
    ...(consent && { consentId: consent.consentId, purpose: consent.purpose }),
    operationId: operation.operationId,
    classes,
    objects: [...subject.objects],
    requestId,
    interactionId,
  };
}
