import { afterAll, beforeAll, expect, it } from 'vitest';
import { lossOf } from '../support/claims.ts';
import { Client, type Reply } from '../support/client.ts';
import { daysAhead } from '../support/days.ts';
import { type Insured, startInsured } from '../support/insured.ts';
import { openDocument } from '../support/pdf.ts';
import { POLICYHOLDER } from '../support/policies.ts';

let insured: Insured;
let anna: Client;

beforeAll(async () => {
  insured = await startInsured();
  anna = await Client.of(insured.api, 'anna');
});
afterAll(() => insured?.api.stop());

const historyOf = (customer: Client): Promise<Reply> =>
  customer.call('getMyClaimsHistory', 'GET', '/me/claims-history');

/** The lines of a customer's statement, and on how many pages they are. */
async function statementOf(customer: Client): Promise<{ text: string; pages: number }> {
  const reply = await customer.call('getMyClaimsHistoryStatement', 'GET', '/me/claims-history/statement');
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(reply.headers.get('content-disposition')).toMatch(
    /^attachment; filename="claims-history-\d{4}-\d\d-\d\d\.pdf"$/,
  );
  const { pages, lines } = await openDocument(reply.body);
  return { text: lines.join('\n'), pages: pages.length };
}

it('states since when a customer has been insured, before there is any claim', async () => {
  const { status, body } = await historyOf(anna);

  expect(status).toBe(200);
  const { email, phone, ...policyholder } = POLICYHOLDER;
  expect(body).toMatchObject({ insurer: 'Example Insurance', policyholder });
  expect(body.policies).toHaveLength(2);
  for (const policy of body.policies) {
    expect(policy.periods).toEqual([{ from: daysAhead(-55) }]);
    expect(policy).toMatchObject({ vehicle: { plate: '1ABC234' }, claims: [] });
  }
  const levels = body.policies.map((policy: { bonusMalusLevel?: number }) => policy.bonusMalusLevel);
  expect(levels.toSorted()).toEqual([2, undefined]);
  expect((await statementOf(anna)).text).not.toContain('Day of loss');
});

it('states the losses, each under its policy, and none of the others who had to do with them', async () => {
  const { broker, handler, liability, ownDamage } = insured;
  await broker.open(lossOf(ownDamage, { cause: 'fire' }));
  const crash = lossOf(liability, {
    cause: 'collision',
    persons: [{ role: 'injured', name: 'Carla Maes', injury: 'A broken wrist' }],
  });
  const claimId = await broker.open(crash);
  const loss = { amount: '1000.00', currency: 'EUR' };
  const body = { decision: 'approve', coverage: 'TPL', loss, liabilityPercent: 60 };
  const { version } = (await handler.get(claimId)).body;
  expect((await handler.decide(claimId, version, body)).status).toBe(200);
  expect((await handler.pay(claimId, '600.00')).status).toBe(201);
  expect((await handler.recover(claimId, '100.00')).status).toBe(201);

  const reply = await historyOf(anna);

  const claims = reply.body.policies.flatMap((policy: { claims: object[] }) => policy.claims);
  expect(claims).toHaveLength(2);
  expect(claims).toContainEqual(
    expect.objectContaining({
      ...{ claimId, occurredOn: daysAhead(-5), cause: 'collision', state: 'open' },
      ...{ fault: 'at-fault', liabilityPercent: 60 },
      ...{ paid: { amount: '600.00', currency: 'EUR' }, recovered: { amount: '100.00', currency: 'EUR' } },
    }),
  );
  expect(claims).toContainEqual(expect.objectContaining({ cause: 'fire', fault: 'not-assessed' }));
  expect(JSON.stringify(reply.body)).not.toMatch(/Carla|wrist|Claes|BE71/);
});

it('is a document, which says the same', async () => {
  const { body } = await historyOf(anna);
  const numbers = body.policies.flatMap(
    (policy: { policyNumber: string; claims: { protocolNumber: string }[] }) => [
      policy.policyNumber,
      ...policy.claims.map(({ protocolNumber }) => protocolNumber),
    ],
  );

  const { text, pages } = await statementOf(anna);

  expect(pages).toBe(1);
  for (const said of [
    'Claims history',
    'Anna Peeters',
    '1ABC234',
    'Yes, 60%',
    '€600.00',
    '€100.00',
    ...numbers,
  ]) {
    expect(text).toContain(said);
  }
  expect(text).not.toMatch(/Carla|wrist|Claes|BE71/);
});

it('is of nobody to whom it does not belong', async () => {
  const ben = await Client.of(insured.api, 'ben');
  expect((await historyOf(ben)).body.policies).toEqual([]);
  const { text } = await statementOf(ben);
  expect(text).toContain('Nobody insured');
  expect(text).not.toContain('Anna');
  for (const name of ['broker', 'handler']) {
    expect((await historyOf(await Client.of(insured.api, name))).status).toBe(403);
  }
});

it('is put on record each time that it leaves', async () => {
  const { data } = (await anna.call('listMyReleases', 'GET', '/me/releases?limit=100')).body;
  const operations = data.map(({ operationId }: { operationId: string }) => operationId);
  expect(operations).toEqual(expect.arrayContaining(['getMyClaimsHistory', 'getMyClaimsHistoryStatement']));
});
