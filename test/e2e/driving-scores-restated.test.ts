import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { type Cast, castOf, policyOfAnna, startCast } from '../support/consents.ts';
import { collectionRequest } from '../support/devices.ts';
import { commute, onceCompleted, sendWhole, until } from '../support/drives.ts';
import { authorised, Telematics } from '../support/telematics.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const DAY_MS = 86_400_000;
const COMMUTES = 11;
const cdkOut = unthrottledAssembly();
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

let cast: Cast;
let policyId: string;

/** Anna drives to work on eleven days, and then no more. */
beforeAll(async () => {
  cast = await startCast({ cdkOut });
  policyId = await policyOfAnna(cast.policies);
  const request = { ...collectionRequest(policyId), expiresAt: inDays(300) };
  const consentId = await authorised(cast.broker, cast.anna, request);
  const device = await new Telematics(await Client.of(cast.api, 'broker')).device(policyId, consentId);
  for (let daysAgo = COMMUTES; daysAgo > 0; daysAgo--) await sendWhole(device, commute(daysAgo));
  cast = await onceCompleted(cast, COMMUTES, cdkOut);
  await until(async () => (await scoreNow()).tripCount === COMMUTES);
}, 60_000);
afterAll(() => cast?.api.stop());

const scoreNow = async () =>
  (await new Telematics(await Client.of(cast.api, 'handler')).score(policyId)).body;

/** Some days later, once the score says what is so by then: it was worked out anew. */
async function later(days: number) {
  const before = await scoreNow();
  const { dataDir } = cast.api;
  await cast.api.stop();
  cast = await castOf(await startApi({ dataDir, cdkOut, env: { NOW: inDays(days) } }));
  await until(async () => (await scoreNow()).version > before.version);
  return { before, after: await scoreNow() };
}

it('kilometres a year become fewer as nothing more is driven', async () => {
  const { before, after } = await later(60);
  expect(after).toMatchObject({ enough: true, score: before.score, distanceKm: before.distanceKm });
  expect(after.annualKm).toBeLessThan(0.6 * before.annualKm);
});

it('trips drop out of the score as they are not looked back on any more', async () => {
  const { after } = await later(83);
  expect(after.tripCount).toBeGreaterThan(3);
  expect(after.tripCount).toBeLessThan(9);
  expect(after.enough).toBe(false);
});

it('nothing is left of it in the end', async () => {
  const { after } = await later(95);
  expect(after).toMatchObject({ enough: false, tripCount: 0, distanceKm: 0, annualKm: 0 });
  expect(after).not.toHaveProperty('score');
});
