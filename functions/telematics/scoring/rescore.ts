import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Device } from '../../devices/device.ts';
import { listDevicesOfPolicy } from '../../devices/store.ts';
import { after24Hours } from '../../platform/calendar.ts';
import { type Instant, now } from '../../platform/clock.ts';
import { commit } from '../../platform/commit.ts';
import { originOfRun } from '../../platform/run.ts';
import type { DrivingScore } from '../../scores/score.ts';
import { changeOfScore, findScore, type WorkedOut } from '../../scores/store.ts';
import { currentRules } from '../catalogue.ts';
import { tripsOf } from '../trip-store.ts';
import type { Trip } from '../trips/trip.ts';
import { rollingScore } from './rolling.ts';

/** For whom a policy is scored, and until when, in epoch milliseconds. */
export interface Scoring {
  partnerId: string;
  deadline: number;
  /**
   * Writes what comes of it even where that is as before. Who deleted trips needs it: a score that somebody else is
   * working out from what was there before then finds that it was overtaken.
   */
  overtake?: boolean;
}

/** Works out anew how somebody drives under a policy, and commits it if it is another score than before; whether it is. */
export async function rescore(
  policyId: string,
  { partnerId, deadline, overtake = false }: Scoring,
): Promise<boolean> {
  // The ledger keeps for ever: a run of its own leads from no trip's events to a policy's.
  const run = { runId: randomUUID(), deadline };
  const origin = originOfRun(run, { partnerId, actor: 'scoring', operationId: 'scoreDriving' });
  do {
    // Read before the trips are: who writes meanwhile has read them later, and wins.
    const before = await findScore(policyId);
    const occurredAt = now();
    const workedOut = await workOut(policyId, occurredAt);
    if (!overtake && isAsBefore(before, workedOut)) return false;
    const { change } = changeOfScore(before, workedOut, { occurredAt, origin });
    if ((await commit({ changes: [change] }, deadline)) === 'committed') return true;
  } while (Date.now() < deadline);
  throw new Error('a score is being changed by others all the time');
}

/** Works out a score anew that has gone stale by time alone, on behalf of whoever registered the newest device. */
export async function restate(policyId: string, deadline: number): Promise<boolean> {
  const [device] = await listDevicesOfPolicy(policyId);
  if (!device) throw new Error('nobody has ever driven under the policy');
  return rescore(policyId, { partnerId: device.partnerId, deadline });
}

async function workOut(policyId: string, at: Instant): Promise<WorkedOut> {
  const { name, rules } = currentRules();
  const from = Date.parse(after24Hours(at, -rules.rolling.lookbackDays));
  const devices = await listDevicesOfPolicy(policyId);
  const driven = await Promise.all(
    devices.map(async (device) => ({ device, trips: await tripsWith(device, from) })),
  );
  const trips = driven.flatMap((each) => each.trips);
  const driverKey = driverOf(driven);
  return {
    ...rollingScore(trips, { at, rules, name }),
    policyId,
    ...(driverKey !== undefined && { driverKey }),
    asOf: at,
  };
}

/** Who drives, as the devices say that drove or may yet; undefined where they name nobody, or several. */
function driverOf(driven: readonly { device: Device; trips: readonly Trip[] }[]): string | undefined {
  const speaking = driven.filter(({ device, trips }) => device.status === 'active' || trips.length > 0);
  const [driver, ...others] = new Set(speaking.flatMap(({ device }) => device.driverKey ?? []));
  return others.length === 0 ? driver : undefined;
}

/** What was driven with a device since an instant; nothing once it was deleted. */
async function tripsWith({ pseudonym }: Device, from: number): Promise<Trip[]> {
  return pseudonym === undefined ? [] : tripsOf(pseudonym, { from });
}

/** Whether a score says what was said before, whenever that was; a first one that says nothing is no news either. */
function isAsBefore(before: DrivingScore | undefined, workedOut: WorkedOut): boolean {
  if (!before) return workedOut.driverKey === undefined && workedOut.trips + workedOut.disputedTrips === 0;
  const { scoreId, version, ...said } = before;
  return isDeepStrictEqual({ ...said, asOf: workedOut.asOf }, workedOut);
}
