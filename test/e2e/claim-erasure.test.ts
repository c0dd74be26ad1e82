import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alterProduct } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { announcementOf, Claims, euros, lossOf, PAYEE, photo, upload } from '../support/claims.ts';
import { Client, type Reply } from '../support/client.ts';
import { Customers } from '../support/customers.ts';
import { daysAhead } from '../support/days.ts';
import { EvenRace } from '../support/even-race.ts';
import { delivered, eventually } from '../support/events.ts';
import { openVault } from '../support/opened-vault.ts';
import { POLICYHOLDER, Policies, VEHICLE, valuedRequest } from '../support/policies.ts';
import { storedFiles } from '../support/stored-files.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const ROUNDS = 15;
const TODAY = daysAhead(0);
const YESTERDAY = daysAhead(-1);

/** What is said of the policyholder, and what of others. */
const OWN = {
  description: 'Thistlewick bent the rail.',
  place: 'Quarrymoor',
  authorityReport: 'PV-88213',
  injury: 'a sprained wrist',
  note: 'She rang from Fernhollow.',
  iban: 'BE68539007547034',
};
const OTHERS = {
  witness: 'Wilhelmina Osgood',
  injured: 'Barnaby Crick',
  injury: 'a broken rib',
  plate: '2ZZZ987',
};

/** Where nothing has to be kept once cover has ended and claims are closed. */
const cdkOut = unthrottledAssembly();
alterProduct(cdkOut, 'own-damage', { retention: { years: 0 } });

let api: RunningApi;
let broker: Policies;
let claims: Claims;
let handler: Claims;
let staff: Customers;

async function start(): Promise<void> {
  const dataDir = api?.dataDir;
  await api?.stop();
  api = await startApi({ cdkOut, ...(dataDir && { dataDir }) });
  const client = await Client.of(api, 'broker');
  broker = new Policies(client);
  claims = new Claims(client);
  handler = new Claims(await Client.of(api, 'handler'));
  staff = await Customers.of(api);
}
beforeAll(start);
afterAll(() => api?.stop());

/** A customer of their own whose cover of the last days has ended. */
async function formerlyInsured(): Promise<{ policyId: string; customerId: string }> {
  const policyholder = { ...POLICYHOLDER, email: `${crypto.randomUUID()}@example.com` };
  const { body } = await broker.bind(valuedRequest('10000.00', daysAhead(-10)), { policyholder });
  const { status } = await broker.cancel(body.policyId, 1, TODAY, 'insurer');
  if (status !== 200) throw new Error('not cancelled');
  return body;
}

/** The version that a successful answer is of. */
function versionOf({ status, body }: { status: number; body: { version: number } }): number {
  if (status >= 300) throw new Error(JSON.stringify(body));
  return body.version;
}

const stillStored = (documentId: string) => storedFiles(api.dataDir, documentId);

describe('a customer with a claim', () => {
  let policyId: string;
  let customerId: string;
  let claimId: string;
  let documentId: string;
  /** A document that was announced, and is yet to be uploaded. */
  let late: Reply;

  beforeAll(async () => {
    ({ policyId, customerId } = await formerlyInsured());
    const { description, place, authorityReport, injury } = OWN;
    claimId = await claims.open(
      lossOf(policyId, {
        ...{ occurredAt: YESTERDAY, description, place, authorityReport },
        vehicles: [{ plate: VEHICLE.plate }, { plate: OTHERS.plate }],
        persons: [
          { role: 'policyholder', name: 'Anna Peeters', injury },
          { role: 'witness', name: OTHERS.witness },
          { role: 'injured', name: OTHERS.injured, injury: OTHERS.injury },
        ],
      }),
    );
    const announced = await claims.addDocument(claimId, announcementOf(photo()));
    documentId = announced.body.documentId;
    expect(await upload(announced, photo())).toBe(200);
    await eventually(api, (all) => delivered(all, 'claim.document-attached', claimId));
    late = await claims.addDocument(claimId, announcementOf(photo(7)));
  });

  it('is not erased while it is open', async () => {
    const { body } = await staff.preview(customerId);
    expect(body.blockers).toEqual([{ code: 'claim-open', policyId, claimId, until: null }]);
    const refused = await staff.erase(customerId);
    expect([refused.status, refused.body.type]).toEqual([409, 'urn:partner-api:problem:erasure-blocked']);
    expect(refused.body.errors).toMatchObject([{ detail: `claim ${claimId} is open` }]);
    expect((await staff.lift(customerId)).status).toBe(200);
  });

  it('gets all that is said of them in an export, and nothing of others', async () => {
    await handler.note(claimId, OWN.note);
    const { version } = (await handler.get(claimId)).body;
    const decision = { decision: 'approve', coverage: 'OD', loss: euros('900.00') };
    versionOf(await handler.decide(claimId, version, decision));
    const own = { payee: { name: 'Anna Peeters', iban: OWN.iban, policyholder: true } };
    versionOf(await handler.pay(claimId, '300.00', undefined, own));
    const paid = versionOf(await handler.pay(claimId, '100.00'));
    versionOf(await handler.close(claimId, paid));

    const { status, body } = await staff.export(customerId);

    expect(status).toBe(200);
    expect(body.claims).toMatchObject([{ claim: { claimId, status: 'closed', paid: euros('400.00') } }]);
    const text = JSON.stringify(body);
    for (const value of Object.values(OWN)) expect(text, value).toContain(value);
    for (const value of [...Object.values(OTHERS), PAYEE.iban]) expect(text, value).not.toContain(value);
  });

  it('is erased, and the other parties are not', async () => {
    expect((await staff.preview(customerId)).body.blockers).toEqual([]);
    expect(stillStored(documentId)).not.toEqual([]);
    expect((await staff.erase(customerId)).status).toBe(202);

    const { body } = await handler.get(claimId);

    expect(body).toMatchObject({ claimId, status: 'closed', paid: euros('400.00') });
    const text = JSON.stringify(body);
    for (const value of Object.values(OWN)) expect(text, value).not.toContain(value);
    for (const value of [...Object.values(OTHERS), PAYEE.iban]) expect(text, value).toContain(value);
  });

  it('has no file attached any more, though the address for it is still good', async () => {
    expect(await upload(late, photo(7))).toBe(200);

    await expect.poll(() => stillStored(late.body.documentId), { timeout: 15_000 }).toEqual([]);
    const { body } = await handler.document(claimId, late.body.documentId);
    expect(body.status).toBe('awaiting');
  });

  it('leaves neither words nor files behind', async () => {
    await start();
    await eventually(api, (all) => delivered(all, 'customer.erased', customerId));
    expect(stillStored(documentId)).toEqual([]);
    expect((await handler.document(claimId, documentId)).body.download).toBeUndefined();
    await api.stop();

    const opened = openVault(api.dataDir);

    expect(Object.values(OWN).filter((value) => opened.includes(value))).toEqual([]);
    expect(Object.values(OTHERS).filter((value) => !opened.includes(value))).toEqual([]);
    await start();
  });

  it('is nobody’s whose loss could be notified, or claim opened again', async () => {
    const { version } = (await handler.get(claimId)).body;
    const refused = [
      await claims.notify(lossOf(policyId, { occurredAt: YESTERDAY })),
      await handler.reopen(claimId, version),
      await handler.reopen(claimId, version, { reason: 'A bill came late.' }),
    ];
    for (const { status, body } of refused)
      expect([status, body.type]).toEqual([409, 'urn:partner-api:problem:customer-erased']);
  });
});

it('a loss that is notified while its customer is being erased is, or they are, but not both', async () => {
  const outcomes = new Set<string>();
  const race = new EvenRace();
  for (let round = 0; round < ROUNDS; round++) {
    const { policyId, customerId } = await formerlyInsured();

    const [erased, notified] = await race.run(
      () => staff.erase(customerId),
      () => claims.notify(lossOf(policyId, { occurredAt: YESTERDAY })),
    );

    const outcome = `${erased.status} ${notified.status}`;
    expect(['202 409', '409 201']).toContain(outcome);
    outcomes.add(outcome);
    race.won(erased.status === 202 ? 'first' : 'second');
    const shown = (await claims.list(`?policyId=${policyId}`)).body.data;
    expect(shown).toHaveLength(notified.status === 201 ? 1 : 0);
  }
  expect([...outcomes].sort()).toEqual(['202 409', '409 201']);
});

it('a claim that is opened again while its customer is being erased is, or they are, but not both', async () => {
  const outcomes = new Set<string>();
  const race = new EvenRace();
  for (let round = 0; round < ROUNDS; round++) {
    const { policyId, customerId } = await formerlyInsured();
    const notified = await claims.notify(lossOf(policyId, { occurredAt: YESTERDAY }));
    const { claimId } = notified.body;
    const closed = versionOf(
      await handler.close(claimId, versionOf(notified), { reason: 'She has paid for it herself.' }),
    );

    const [erased, reopened] = await race.run(
      () => staff.erase(customerId),
      () => handler.reopen(claimId, closed),
    );

    const outcome = `${erased.status} ${reopened.status}`;
    expect(['202 409', '409 200']).toContain(outcome);
    outcomes.add(outcome);
    race.won(erased.status === 202 ? 'first' : 'second');
    const { status } = (await handler.get(claimId)).body;
    expect(status).toBe(reopened.status === 200 ? 'reopened' : 'closed');
  }
  expect([...outcomes].sort()).toEqual(['202 409', '409 200']);
});
