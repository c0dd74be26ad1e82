import type { PiiClass } from '../../openapi/generated/masks/masks.ts';
import { now } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import type { Receipt } from '../releases/receipt.ts';
import { recordRelease } from '../releases/store.ts';
import type { Call } from './call.ts';
import { type Ground, liftedBy } from './clearance.ts';

/**
 * Records that values of these classes leave in clear, before they do: a receipt for the subject, and for each other
 * whose values the answer shows. Throws where that cannot be recorded.
 */
export async function release(call: Call, ground: Ground, classes: ReadonlySet<PiiClass>): Promise<void> {
  const { subject, others = [] } = ground;
  const shown = others.filter((other) => other.classes.length > 0);
  const receipts = [
    ...(classes.size > 0 ? [receiptOf(call, ground, subject?.customerId, [...classes])] : []),
    ...shown.map((other) => receiptOf(call, ground, other.subjectId, [...other.classes])),
  ];
  await Promise.all(receipts.map(recordRelease));
}

/** What is shown of others is on a basis, or a fault: a receipt under a consent is its customer's alone. */
function receiptOf(
  call: Call,
  { basis, subject }: Ground,
  subjectId: string | undefined,
  classes: PiiClass[],
): Receipt {
  const { operation, principal, requestId, interactionId } = call;
  if (!subject || subjectId === undefined) throw new Error(`${operation.operationId} shows values of nobody`);
  const own = liftedBy(operation, basis);
  const onBasis = classes.every((each) => own.includes(each));
  if (!onBasis && subjectId !== subject.customerId) {
    throw new Error(`${operation.operationId} shows values of others without a basis`);
  }
  const consent = onBasis ? undefined : call.consent?.consent;
  return {
    receiptId: newId('rel'),
    customerId: subjectId,
    at: now(),
    basis: onBasis && basis ? basis : 'consent',
    partnerId: principal.partnerId,
    actor: principal.clientId,
    ...(consent && { consentId: consent.consentId, purpose: consent.purpose }),
    operationId: operation.operationId,
    classes: classes.sort(),
    objects: [...subject.objects],
    requestId,
    interactionId,
  };
}
