import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client, type Reply } from '../support/client.ts';
import {
  type Cast,
  CHANGE,
  changeRequest,
  consentRequest,
  policyOfAnna,
  startCast,
} from '../support/consents.ts';
import { Policies } from '../support/policies.ts';

const READS = 800;
const WRITES = 200;
/** Rounds that run side by side, each with a consent of its own. */
const SIDE_BY_SIDE = 8;

let cast: Cast;
let third: Client;
beforeAll(async () => {
  cast = await startCast();
  third = await Client.of(cast.api, 'reader');
});
afterAll(() => cast?.api.stop());

/** Does something so many times, some side by side: `lane` says which of them it is. */
async function inRounds<Outcome>(
  rounds: number,
  once: (lane: number) => Promise<Outcome>,
): Promise<Outcome[]> {
  const lanes = Array.from({ length: SIDE_BY_SIDE }, async (_, lane) => {
    const outcomes: Outcome[] = [];
    for (let round = lane; round < rounds; round += SIDE_BY_SIDE) outcomes.push(await once(lane));
    return outcomes;
  });
  return (await Promise.all(lanes)).flat();
}

const policiesOfLanes = (): Promise<string[]> =>
  Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => policyOfAnna(cast.policies)));

it(`${READS} reads beside a revocation: what begins after it was answered shows nothing`, {
  timeout: 240_000,
}, async () => {
  const policies = await policiesOfLanes();
  const read = (policyId: string, consentId: string) =>
    third.call('getPolicy', 'GET', `/policies/${policyId}`, { headers: { 'x-consent-id': consentId } });
  const rounds = await inRounds(READS, async (lane) => {
    const policyId = policies[lane] ?? '';
    const consentId = await cast.reader.ask(consentRequest());
    await cast.anna.authorise(consentId, policyId);
    // One read begins at once, one while the revocation is on its way, and one when it was answered.
    const during = [
      read(policyId, consentId),
      sleep(Math.random() * 8).then(() => read(policyId, consentId)),
    ];
    const revoked = await cast.anna.withdraw(consentId);
    const after = await read(policyId, consentId);
    return { revoked, during: await Promise.all(during), after };
  });

  expect(rounds.filter(({ revoked }) => revoked.status !== 200)).toEqual([]);
  for (const { during, after } of rounds) {
    expect(after.status).toBe(403);
    expect(after.body.type).toBe('urn:partner-api:problem:consent-not-live');
    for (const reply of during) expect(isClear(reply) || reply.status === 403).toBe(true);
  }
  // Otherwise nothing has raced.
  expect(rounds.flatMap(({ during }) => during).some(isClear)).toBe(true);
  expect(rounds.flatMap(({ during }) => during).some(({ status }) => status === 403)).toBe(true);
});

function isClear({ status, body }: Reply): boolean {
  return status === 200 && body.policyholder.familyName === 'Peeters';
}

it(`${WRITES} writes beside a revocation: one of the two is done, never both`, {
  timeout: 240_000,
}, async () => {
  const policies = await policiesOfLanes();
  const partner = new Policies(third);
  const rounds = await inRounds(WRITES, async (lane) => {
    const policyId = policies[lane] ?? '';
    const headers = await consented(policyId);
    const consentId = headers['x-consent-id'];
    const { body: before } = await cast.policies.get(policyId);
    const quoted = await partner.quoteChange(policyId, CHANGE.effectiveDate, CHANGE.change, headers);
    expect(quoted.status).toBe(201);
    const [issued, revoked] = await Promise.all([
      sleep(Math.random() * 8).then(() =>
        partner.issueChange(quoted, before.version, { ...headers, 'idempotency-key': crypto.randomUUID() }),
      ),
      sleep(Math.random() * 300).then(() => cast.anna.withdraw(consentId)),
    ]);
    const { body: after } = await cast.policies.get(policyId);
    return { issued: issued.status, revoked: revoked.status, moved: after.version - before.version };
  });

  const done = rounds.filter(({ issued }) => issued === 200);
  const refused = rounds.filter(({ issued }) => issued !== 200);
  expect(done.filter(({ revoked, moved }) => revoked !== 409 || moved !== 1)).toEqual([]);
  expect(
    refused.filter(({ issued, revoked, moved }) => issued !== 403 || revoked !== 200 || moved !== 0),
  ).toEqual([]);
  expect(done.length).toBeGreaterThan(0);
  expect(refused.length).toBeGreaterThan(0);
});

async function consented(policyId: string): Promise<{ 'x-consent-id': string }> {
  const consentId = await cast.reader.ask(changeRequest(policyId));
  await cast.anna.authorise(consentId);
  return { 'x-consent-id': consentId };
}
