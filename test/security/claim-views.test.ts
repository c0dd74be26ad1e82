import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announcementOf, euros, lossOf, photo, upload } from '../support/claims.ts';
import { Client } from '../support/client.ts';
import { consentSet, WRONG_CONSENTS } from '../support/consent-set.ts';
import { castOf, consentRequest, policyOfBen } from '../support/consents.ts';
import { type DeliveredEvent, eventually } from '../support/events.ts';
import { type Insured, startInsured } from '../support/insured.ts';

/** What a claim says of its policyholder, by the class that each belongs to. */
const OWN = {
  identity: ['Anna Peeters', 'GE.12.34.567890/2026'],
  vehicle: ['1ABC234'],
  location: ['Korenmarkt, Gent'],
  financial: ['7654.32', '8765.43'],
  health: ['I ran into another car.', 'My neck hurts.'],
} as const;
/** What it says of others, who consented to nothing, and what staff wrote down. */
const OTHERS = ['Ben Claes', 'A broken arm.', '2XYZ789', 'Clara Maes', 'BE71096123456769'];
const NOTE = 'The other driver was called.';

type Class = keyof typeof OWN;
const classes = Object.keys(OWN) as Class[];
const LIFTING = {
  identity: 'IDENTITY_READ',
  vehicle: 'VEHICLE_READ',
  location: 'LOCATION_READ',
  financial: 'FINANCIAL_READ',
  health: 'HEALTH_READ',
} as const;

let insured: Insured;
let consents: Awaited<ReturnType<typeof consentSet>>;
let claimId: string;
let documentId: string;

beforeAll(async () => {
  insured = await startInsured();
  claimId = await insured.broker.open(notification());
  documentId = await attach();
  await handle();
  const cast = await castOf(insured.api);
  const bens = await policyOfBen(insured.policies);
  const objects = { policyId: insured.liability, other: insured.ownDamage, bens };
  consents = await consentSet(cast, objects, 'CLAIM_READ', Object.values(LIFTING));
});
afterAll(() => insured?.api.stop());

function notification() {
  return lossOf(insured.liability, {
    description: OWN.health[0],
    cause: 'collision',
    place: OWN.location[0],
    authorityReport: OWN.identity[1],
    vehicles: [{ plate: OWN.vehicle[0] }, { plate: '2XYZ789' }],
    persons: [
      { role: 'policyholder', name: OWN.identity[0], injury: OWN.health[1] },
      { role: 'injured', name: 'Ben Claes', injury: 'A broken arm.' },
    ],
    estimatedAmount: euros(OWN.financial[0]),
  });
}

/** A document of the claim, once it has been looked at. */
async function attach(): Promise<string> {
  const bytes = photo();
  const announced = await insured.broker.addDocument(claimId, announcementOf(bytes));
  expect(await upload(announced, bytes)).toBe(200);
  await eventually(insured.api, (all) =>
    all.some(({ detailType }) => detailType === 'claim.document-attached'),
  );
  return announced.body.documentId;
}

/** A note, a decision and a payment to somebody else. */
async function handle(): Promise<void> {
  const { handler } = insured;
  const { body } = await handler.note(claimId, NOTE);
  const loss = euros(OWN.financial[1]);
  const decision = { decision: 'approve', coverage: body.coverage, loss, liabilityPercent: 75 };
  expect((await handler.decide(claimId, body.version, decision)).status).toBe(200);
  const payee = { name: 'Clara Maes', iban: 'BE71096123456769' };
  expect((await handler.pay(claimId, '100.00', undefined, { payee })).status).toBe(201);
}

/** What a text has in clear of the policyholder, by class. */
function shownIn(text: string): Class[] {
  return classes.filter((each) => OWN[each].some((value) => text.includes(value)));
}

/** What it has in clear of others, and of what staff wrote. */
function othersIn(text: string): string[] {
  return [...OTHERS, NOTE].filter((value) => text.includes(value));
}

describe('a claim shows a third party', () => {
  it.each(WRONG_CONSENTS)('with %s nothing: %i', async (situation, status) => {
    const reply = await insured.reader.get(claimId, consents[situation]);
    const text = JSON.stringify(reply.body);
    expect([reply.status, shownIn(text), othersIn(text)]).toEqual([status, [], []]);
  });

  it.each(classes)('with a consent without %s all of the policyholder but that', async (piiClass) => {
    const reply = await insured.reader.get(claimId, consents[`a consent without ${LIFTING[piiClass]}`]);
    const rest = classes.filter((each) => each !== piiClass);
    const text = JSON.stringify(reply.body);
    expect([reply.status, shownIn(text), othersIn(text)]).toEqual([200, rest, []]);
  });

  it('with the right consent all of the policyholder, and of others only that there are some', async () => {
    const { status, body } = await insured.reader.get(claimId, consents['the right consent']);
    const text = JSON.stringify(body);
    expect([status, shownIn(text), othersIn(text)]).toEqual([200, classes, []]);
    expect(body.persons[1]).toEqual({ partyId: expect.any(String), role: 'injured' });
    expect(body.vehicles[1]).toEqual({ partyId: expect.any(String), insured: false });
    expect(body.payments[0].payee).toEqual({ partyId: expect.any(String) });
    for (const inside of ['notes', 'queue', 'reserves', 'openReserve', 'netIncurred'])
      expect(body).not.toHaveProperty(inside);
  });

  it('in a list nothing personal, and under a consent only what that is for', async () => {
    await insured.broker.open(lossOf(insured.ownDamage));
    const { body } = await insured.reader.list('', consents['the right consent']);
    expect(body.data.map((row: { claimId: string }) => row.claimId)).toEqual([claimId]);
    expect([shownIn(JSON.stringify(body)), othersIn(JSON.stringify(body))]).toEqual([[], []]);
    expect((await insured.reader.list()).body.data).toEqual([]);
  });
});

describe('a document is linked to', () => {
  it('for those who settle claims, and under no consent where it may show others', async () => {
    const { handler, reader } = insured;
    const seen = await handler.document(claimId, documentId);
    expect((await fetch(seen.body.download.url)).status).toBe(200);
    const consented = await reader.document(claimId, documentId, consents['the right consent']);
    expect(consented.body).not.toHaveProperty('download');
  });

  it('for nobody else', async () => {
    const { broker, reader } = insured;
    const lacking = consents[`a consent without ${LIFTING.health}`];
    for (const reply of [
      await broker.document(claimId, documentId),
      await reader.document(claimId, documentId, lacking),
    ]) {
      expect([reply.status, reply.body.status]).toEqual([200, 'attached']);
      expect(reply.body).not.toHaveProperty('download');
    }
  });

  it.each(WRONG_CONSENTS)('not with %s: %i', async (situation, status) => {
    expect((await insured.reader.document(claimId, documentId, consents[situation])).status).toBe(status);
  });
});

it('its producer sees who and which vehicle, nothing more delicate, and nothing of others', async () => {
  const text = JSON.stringify((await insured.broker.get(claimId)).body);
  expect([shownIn(text), othersIn(text)]).toEqual([['identity', 'vehicle'], []]);
});

it('those who settle it see everything, of which each person it is about gets a receipt', async () => {
  const { body, headers } = await insured.handler.get(claimId);
  const text = JSON.stringify(body);
  expect([shownIn(text), othersIn(text)]).toEqual([classes, [...OTHERS, NOTE]]);
  const [owner, injured, paid] = [body.vehicles[1], body.persons[1], body.payments[0].payee];
  const people = [body, owner, injured, paid].map((who) => who.partyId ?? who.customerId);
  const receipts = await receiptsOf(headers.get('x-amzn-requestid'), people.length);
  expect(receipts).toEqual(
    new Map([
      [people[0], [...classes].sort()],
      [people[1], ['vehicle']],
      [people[2], ['health', 'identity']],
      [people[3], ['financial', 'identity']],
    ]),
  );
});

/** The classes that a request showed, by whose values they are, once there are so many receipts of it. */
async function receiptsOf(requestId: string | null, count: number): Promise<Map<string, string[]>> {
  const ofRequest = (events: readonly DeliveredEvent[]) =>
    events.filter(
      ({ detailType, detail }) => detailType === 'data.released' && detail.requestId === requestId,
    );
  const events = await eventually(insured.api, (all) => ofRequest(all).length >= count);
  return new Map(ofRequest(events).map(({ detail }) => [detail.customerId, detail.classes]));
}

it('its customer sees all of their own and nothing of others; another customer sees nothing', async () => {
  const [anna, ben] = [await Client.of(insured.api, 'anna'), await Client.of(insured.api, 'ben')];
  const mine = await anna.call('listMyClaims', 'GET', '/me/claims');
  const text = JSON.stringify(mine.body);
  expect([shownIn(text), othersIn(text)]).toEqual([classes, []]);
  expect(text).not.toMatch(/"(notes|queue|reserves|openReserve|netIncurred)"/);
  // Ben was injured, but whether he is the Ben who signs in nobody knows.
  expect((await ben.call('listMyClaims', 'GET', '/me/claims')).body.data).toEqual([]);
});

it('to suspend a consent closes at once what it opened', async () => {
  const cast = await castOf(insured.api);
  const request = consentRequest({ permissions: ['CLAIM_READ', ...Object.values(LIFTING)] });
  const consentId = await cast.reader.ask(request);
  await cast.anna.authorise(consentId, insured.liability);
  const headers = { 'x-consent-id': consentId };
  expect((await insured.reader.get(claimId, headers)).status).toBe(200);
  await cast.anna.suspend(consentId);
  expect((await insured.reader.get(claimId, headers)).status).toBe(403);
});
