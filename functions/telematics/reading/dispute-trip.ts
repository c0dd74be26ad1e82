import { randomUUID } from 'node:crypto';
import type { Answer } from '../../middleware/call.ts';
import { commitFor } from '../../middleware/commit.ts';
import type { CallOf, Reference } from '../../middleware/implementation.ts';
import { now } from '../../platform/clock.ts';
import type { Origin } from '../../platform/ledger.ts';
import { accepted, Problem } from '../../platform/problem.ts';
import { originOfRun } from '../../platform/run.ts';
import { changeOfTrip } from '../trip-store.ts';
import { groundOf, visibleTrip } from './access.ts';
import { disputeTrip as decide } from './dispute.ts';
import { type Driven, showTrip } from './show-trips.ts';
import type { TripView } from './view.ts';

type DisputeCall = CallOf<'disputeTrip'>;

/** Takes a driver's word that a trip is not theirs. Where it has changed meanwhile it is read and decided on again. */
export async function disputeTrip(call: DisputeCall): Promise<Answer<TripView>> {
  const { reason } = call.body;
  do {
    const { trip: before, device } = await visibleTrip(call.path.tripId, call);
    const occurredAt = now();
    const trip = accepted(decide(before, reason, occurredAt));
    const event = {
      type: 'trip.corrected',
      data: { tripId: trip.tripId, change: 'disputed', reason },
    } as const;
    const origin = originOf(call);
    const change = changeOfTrip(before, trip, event, { occurredAt, origin });
    if ((await commitFor(call, [change])) === 'committed') return answer(call, { trip, device });
  } while (Date.now() < call.deadline);
  throw new Problem('service-unavailable', 'Nothing was done: the trip was being changed.');
}

/** Answers again with the trip, as it stands by now: the ledger keeps no figures of trips. */
export async function replayDispute({ id }: Reference, call: DisputeCall): Promise<Answer<TripView>> {
  return answer(call, await visibleTrip(id, call));
}

/**
 * The ledger keeps for ever that a trip was disputed, by which client and when. It does not say in which request, whose
 * receipt names the customer, nor under which partner's policy: once driving data are deleted, nothing may lead from a trip
 * to a person.
 */
function originOf({ principal, operation, deadline }: DisputeCall): Origin {
  const { operationId } = operation;
  const run = { runId: randomUUID(), deadline };
  return originOfRun(run, { partnerId: 'insurer', actor: principal.clientId, operationId });
}

async function answer(call: DisputeCall, driven: Driven): Promise<Answer<TripView>> {
  return { body: showTrip(driven), ...(await groundOf(call, driven.device)) };
}
