import { type Answer, originOf } from '../middleware/call.ts';
import { commitFor } from '../middleware/commit.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { holdToConsent } from '../middleware/one-shot.ts';
import { dayIn } from '../platform/calendar.ts';
import { type Instant, now } from '../platform/clock.ts';
import type { Write } from '../platform/commit.ts';
import { newId } from '../platform/ids.ts';
import { plateKeyOf } from '../platform/plate-index.ts';
import { accepted, Problem } from '../platform/problem.ts';
import { noSuchPolicy, visiblePolicy } from '../policies/access.ts';
import { refuseMoreLosses } from '../policies/loss.ts';
import { notBefore } from '../policies/moment.ts';
import { lossRecorded, type PolicyHistory } from '../policies/policy.ts';
import { changeOf, findHistory } from '../policies/store.ts';
import { productOf } from '../quotes/catalogue.ts';
import { basisOf } from './access.ts';
import type { Claim } from './claim.ts';
import { type LossNotification, partLoss } from './loss.ts';
import { notify, type Occurrence, occurrenceOf, type Receipt } from './notification.ts';
import { keepLoss, keepParty, newParty, readPlate } from './personal.ts';
import { changeOfClaim } from './store.ts';
import { rulesOn } from './triage/catalogue.ts';
import { type NotifiedView, viewNotified } from './view.ts';

type NotifyCall = CallOf<'notifyLoss'>;

/**
 * Takes down a loss: its claim begins, its policy knows of it, and what was said moves to whose it is, all at once. Where
 * the policy has changed meanwhile it is read and decided again.
 */
export async function notifyLoss(call: NotifyCall): Promise<Answer<NotifiedView>> {
  do {
    const claim = await notifyOnce(call);
    if (claim) return { body: viewNotified(claim, basisOf(call, claim)), version: claim.version };
  } while (Date.now() < call.deadline);
  throw new Problem('service-unavailable', 'The policy is being changed by other requests.');
}

/** Undefined where what it was decided on has changed meanwhile. */
async function notifyOnce(call: NotifyCall): Promise<Claim | undefined> {
  const policy = await policyOf(call);
  const full = refuseMoreLosses(policy.losses);
  if (full) throw Problem.from(full);
  const product = productOf(policy);
  const occurredAt = notBefore(policy, now());
  const occurrence = accepted(occurrenceOf(call.body, policy, product, occurredAt));
  const { receipt, records } = await takeDown(call, policy, occurrence, occurredAt);
  const { timeZone } = product;
  const publication = rulesOn(dayIn(timeZone, occurredAt));
  const events = notify(call.body, receipt, { policy, occurrence, timeZone, publication });
  const about = { occurredAt, origin: originOf(call, policy.partnerId) };
  const { claim, change } = changeOfClaim(undefined, events, { ...about, records });
  const recorded = lossRecorded(policy, { ...claim, atFault: false });
  const { change: known } = changeOf(policy, [recorded], { ...about, product });
  return (await commitFor(call, [change, known])) === 'committed' ? claim : undefined;
}

/** The policy that a call is about, if its caller may know of it and says what the customer consented to. */
async function policyOf(call: NotifyCall): Promise<PolicyHistory> {
  const { policyId } = await visiblePolicy(call.body.policyId, call);
  await holdToConsent(call, call.body);
  const policy = await findHistory(policyId);
  if (!policy) throw noSuchPolicy();
  return policy;
}

/** Those of the plates that were named, as they were written, which the vehicle has that was insured on that day. */
async function insuredPlatesIn(
  { vehicles = [] }: LossNotification,
  { customerId, partnerId }: PolicyHistory,
  { segment }: Occurrence,
): Promise<string[]> {
  if (vehicles.length === 0) return [];
  const insured = await readPlate(customerId, segment.cover.records.vehicle);
  if (insured === undefined) return [];
  const plates = [insured, ...vehicles.map(({ plate }) => plate)];
  const [key, ...keys] = await Promise.all(plates.map((plate) => plateKeyOf(partnerId, plate)));
  return vehicles.flatMap(({ plate }, index) => (keys[index] === key ? [plate] : []));
}

/** What a claim keeps of a notification, and the writes that move what was said to whose it is. */
async function takeDown(
  { body, principal }: NotifyCall,
  policy: PolicyHistory,
  occurrence: Occurrence,
  notifiedAt: Instant,
): Promise<{ receipt: Receipt; records: readonly Write[] }> {
  const insuredPlates = await insuredPlatesIn(body, policy, occurrence);
  const { loss, others } = partLoss(body, insuredPlates, newParty);
  const lossRecord = newId('rec');
  const parties = others.map(({ party, content }) => keepParty(party.partyId, party.recordId, content));
  return {
    receipt: {
      ...{ claimId: newId('clm'), lossRecord, notifiedAt, notifiedBy: principal.clientId },
      parties: others.map(({ party }) => party),
      insuredVehicle: insuredPlates.length > 0,
    },
    records: (await Promise.all([keepLoss(policy.customerId, lossRecord, loss), ...parties])).flat(),
  };
}
