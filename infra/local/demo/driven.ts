import { setTimeout } from 'node:timers/promises';
import type { Client } from './client.ts';
import { COMMUTES } from './driving.ts';
import { risk } from './people.ts';
import type { DrivingScore, Quote, Trip } from './shapes.ts';
import { detail, done, progress } from './terminal.ts';
import { money, short } from './words.ts';

/** How long the trips may take to be completed: a while without news, and a job that looks every minute. */
const PATIENCE_S = 300;

/** Waits until all trips are completed and the score has heard of them, and shows the last trip. */
export async function showTrip(broker: Client, consentId: string, deviceId: string): Promise<void> {
  const path = `/devices/${deviceId}/trips?limit=100`;
  const { data } = await patiently('Trips', COMMUTES, async () => {
    const page = await broker.get<{ data: Trip[] }>(path, consentId);
    return { value: page, reached: page.data.filter(({ status }) => status === 'completed').length };
  });
  const [last] = data;
  if (!last) throw new Error(`${deviceId} has made no trip`);
  done('Trips', `${data.length} completed, the last ${short(last.tripId)}`, kilometres(last.distanceKm));
  detail(`${clock(last.startedAt)} to ${clock(last.endedAt)} UTC, at most ${last.maxSpeedKmh} km/h`);
  for (const { at, kind, severity, source } of last.events) {
    detail(`${clock(at)} ${kind}, ${severity}, by ${source}`);
  }
  detail('its score', String(last.score));
}

/** Shows how Anna drives, as the insurer knows it. */
export async function showScore(broker: Client, policyId: string, consentId: string): Promise<void> {
  const score = await patiently('Score', COMMUTES, async () => {
    const value = await broker.get<DrivingScore>(`/policies/${policyId}/driving-score`, consentId);
    return { value, reached: value.tripCount };
  });
  done(
    'Score',
    `of ${score.tripCount} trips, ${score.enough ? '' : 'not '}enough to price`,
    String(score.score),
  );
  detail(`${kilometres(score.distanceKm)}, which makes a year of`, kilometres(score.annualKm));
  for (const { code, points } of score.reasons) detail(`${code} has cost`, `${points} points`);
}

/** Asks what cover would cost, without the score and with it. */
export async function showPrice(broker: Client, consentId: string, startDate: string): Promise<void> {
  const body = { product: 'motor', startDate, coverages: ['TPL+'], ...risk };
  const without = await broker.post<Quote>('/quotes', { body });
  const withScore = await broker.post<Quote>('/quotes', { body, consentId });
  const { drivingScore } = withScore;
  if (!drivingScore?.applied) throw new Error('the score did not price');
  done('Price', 'of TPL+, however somebody drives', premiumOf(without));
  detail(`by how Anna drives, times ${rounded(drivingScore.factor)}`, premiumOf(withScore));
  for (const { code, value, relativity } of drivingScore.factors ?? []) {
    detail(`  ${code} ${value}: ${rounded(relativity)}`);
  }
}

function premiumOf({ quoteId, offers: [offer] }: Quote): string {
  if (!offer) throw new Error(`${quoteId} has no offer`);
  return money(offer.premium.gross);
}

/** Asks again until so many are reached, with a bar that says how many are. */
async function patiently<Value>(
  step: string,
  wanted: number,
  look: () => Promise<{ value: Value; reached: number }>,
): Promise<Value> {
  const bar = progress(step, wanted, 'completed');
  for (let second = 0; second < PATIENCE_S; second++) {
    const { value, reached } = await look();
    bar.at(reached, `, ${second} s`);
    if (reached >= wanted) {
      bar.end();
      return value;
    }
    await setTimeout(1_000);
  }
  throw new Error(`after ${PATIENCE_S} seconds there are fewer than ${wanted} trips`);
}

const rounded = (decimal = '') => Number(decimal).toFixed(3);
const kilometres = (km = 0) => `${km.toLocaleString('en-GB', { maximumFractionDigits: 1 })} km`;
const clock = (instant: string) => instant.slice(11, 19);
