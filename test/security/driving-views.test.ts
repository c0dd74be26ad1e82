import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drive } from '../../infra/local/demo/drive.ts';
import type { OperationId } from '../../openapi/generated/operations.ts';
import { Client, type Reply } from '../support/client.ts';
import { consentSet, WRONG_CONSENTS } from '../support/consent-set.ts';
import { type Cast, policyOfAnna, policyOfBen, startCast } from '../support/consents.ts';
import { collecting } from '../support/devices.ts';
import { Telematics } from '../support/telematics.ts';

/**
 * The matrix of consents once more, through HTTP and with the room itself: of what was driven, which no basis opens but
 * the customer's own, and the staff's to a score.
 */
type Set = Awaited<ReturnType<typeof consentSet>>;

/** What is asked for, and what of an answer would tell how somebody drove. */
type View = readonly [operation: OperationId, path: () => string, set: () => Set, tells: readonly string[]];

const FIGURES = ['startedAt', 'endedAt', 'distanceKm', 'maxSpeedKmh', 'score', 'reasons', 'events'];
const SCORE = ['enough', 'distanceKm', 'annualKm', 'tripCount', 'reasons'];

let cast: Cast;
let policyId: string;
let deviceId: string;
let tripId: string;
let trips: Set;
let scores: Set;

const VIEWS: readonly View[] = [
  ['listTrips', () => `/devices/${deviceId}/trips`, () => trips, FIGURES],
  ['getTrip', () => `/trips/${tripId}`, () => trips, [...FIGURES, 'positions']],
  ['getDrivingScore', () => `/policies/${policyId}/driving-score`, () => scores, SCORE],
];

beforeAll(async () => {
  cast = await startCast();
  policyId = await policyOfAnna(cast.policies);
  const [other, bens] = [await policyOfAnna(cast.policies), await policyOfBen(cast.policies)];
  const broker = new Telematics(await Client.of(cast.api, 'broker'));
  const device = await broker.device(policyId, await collecting(cast, policyId));
  deviceId = device.deviceId;
  await device.send(drive(Date.now() - 300_000, 0).slice(0, 200));
  const objects = { policyId, other, bens };
  trips = await consentSet(cast, objects, 'TELEMATICS_TRIPS_READ', ['LOCATION_READ']);
  scores = await consentSet(cast, objects, 'TELEMATICS_SCORE_READ', ['TELEMATICS_TRIPS_READ']);
  tripId = (await ask('reader', 'listTrips', `/devices/${deviceId}/trips`, trips['the right consent'])).body
    .data[0].tripId;
});
afterAll(() => cast?.api.stop());

async function ask(
  name: string,
  operation: OperationId,
  path: string,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return (await Client.of(cast.api, name)).call(operation, 'GET', path, { headers });
}

/** Which of some properties an answer has, be it in a list. */
function told(body: { data?: object[] } & object, names: readonly string[]): string[] {
  const [shown = body] = body.data ?? [];
  return names.filter((name) => name in shown);
}

describe.each(VIEWS)('%s', (operation, path, set, tells) => {
  it.each(WRONG_CONSENTS)('tells nothing with %s: %i', async (situation, status) => {
    const reply = await ask('reader', operation, path(), set()[situation]);
    expect(reply.status).toBe(status);
    expect(told(reply.body, tells)).toEqual([]);
  });

  it('tells all that is consented to with the right consent', async () => {
    const reply = await ask('reader', operation, path(), set()['the right consent']);
    expect(reply.status).toBe(200);
    expect(told(reply.body, tells)).toEqual(tells);
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  it('tells nothing to the partner that collects it', async () => {
    const reply = await ask('broker', operation, path());
    expect(reply.status).toBe(404);
    expect(told(reply.body, tells)).toEqual([]);
  });
});

it('a trip does not tell where without a consent to places', async () => {
  const { body } = await ask(
    'reader',
    'getTrip',
    `/trips/${tripId}`,
    trips['a consent without LOCATION_READ'],
  );
  expect(told(body, [...FIGURES, 'positions'])).toEqual(FIGURES);
});

it('no list tells where, whatever is consented to', async () => {
  const { body } = await ask('reader', 'listTrips', `/devices/${deviceId}/trips`, trips['the right consent']);
  expect(told(body, ['positions', 'tripId'])).toEqual(['tripId']);
});

describe('the staff', () => {
  it('see the score', async () => {
    const { status, body } = await ask('handler', 'getDrivingScore', `/policies/${policyId}/driving-score`);
    expect([status, told(body, SCORE)]).toEqual([200, SCORE]);
  });

  it.each(VIEWS.slice(0, 2))('have no %s, not even by naming a consent', async (operation, path) => {
    for (const headers of [{}, trips['the right consent']])
      expect((await ask('handler', operation, path(), headers)).status).toBe(404);
  });
});
