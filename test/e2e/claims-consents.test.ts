import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claimants, consentTo, insure, lossNow, startClaimants } from '../support/claimants.ts';
import { euros, PAYEE } from '../support/claims.ts';
import { Client } from '../support/client.ts';
import { consentRequest } from '../support/consents.ts';
import { busEvents, type DeliveredEvent, eventually } from '../support/events.ts';

/** What is said of Anna, and what of others. */
const OWN = { place: 'Quarrymoor', authorityReport: 'PV-88213', injury: 'A sprained wrist.' };
const OTHERS = {
  witness: 'Wilhelmina Osgood',
  injured: 'Barnaby Crick',
  injury: 'A broken rib.',
  plate: '2-ZZZ-987',
};

let cast: Claimants;
let policyId: string;
let claimId: string;
beforeAll(async () => {
  cast = await startClaimants();
  policyId = await insure(cast);
  claimId = await cast.brokers.open(fullLoss());
  const decision = { decision: 'approve', coverage: 'OD', loss: euros('900.00') };
  await cast.handlers.note(claimId, 'She rang from Fernhollow.');
  await cast.handlers.decide(claimId, 2, decision);
  const { status } = await cast.handlers.pay(claimId, '400.00');
  expect(status).toBe(201);
});
afterAll(() => cast?.api.stop());

const PERSONS = [
  { role: 'witness', name: OTHERS.witness },
  { role: 'injured', name: OTHERS.injured, injury: OTHERS.injury },
];

function fullLoss() {
  const { place, authorityReport, injury } = OWN;
  return lossNow(policyId, {
    ...{ place, authorityReport },
    vehicles: [{ plate: '1ABC234' }, { plate: OTHERS.plate }],
    persons: [{ role: 'policyholder', name: 'Anna Peeters', injury }, ...PERSONS],
  });
}

/** What a third party may be permitted of claims. */
const permitting = (...permissions: string[]) =>
  consentTo(cast, consentRequest({ permissions: ['CLAIM_READ', ...permissions], objects: [{ policyId }] }));

/** That nothing of what is another’s is in a text, nor its mask. */
function expectNoOthers(body: unknown): void {
  const text = JSON.stringify(body);
  const masks = ['W. O.', 'B. C.', '2-***', '***6769'];
  for (const value of [...Object.values(OTHERS), ...Object.values(PAYEE), ...masks]) {
    expect(text).not.toContain(value);
  }
}

const EVERYTHING = ['IDENTITY_READ', 'CONTACT_READ', 'VEHICLE_READ', 'LOCATION_READ', 'FINANCIAL_READ'];
/** Others, of whom nothing but their part in it is told. */
const ONLY_NAMED = {
  vehicles: [{ insured: true }, { insured: false }],
  persons: [{ role: 'policyholder' }, { role: 'witness' }, { role: 'injured' }],
  payments: [{ payee: {} }],
};

describe('a third party', () => {
  it('knows of no claim without a consent', async () => {
    expect((await cast.readers.get(claimId)).status).toBe(404);
    expect((await cast.readers.get('clm_01KAP6Q2R8T4V0W5X9Y3Z7A1BC')).status).toBe(404);
  });

  it('sees by CLAIM_READ alone what became of it, and nothing personal', async () => {
    const { status, body } = await cast.readers.get(claimId, await permitting());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ status: 'paid', payable: euros('400.00'), paid: euros('400.00') },
      ...ONLY_NAMED,
    });
    for (const hidden of ['description', 'place', 'authorityReport', 'estimatedAmount', 'notes', 'queue']) {
      expect(body).not.toHaveProperty(hidden);
    }
    for (const inner of ['reserves', 'openReserve', 'netIncurred']) expect(body).not.toHaveProperty(inner);
    expect(body.decision).not.toHaveProperty('settlement');
    expect(body.persons[0]).toEqual({ role: 'policyholder', name: 'A. P.' });
    expect(JSON.stringify(body)).not.toMatch(/Peeters|Quarrymoor|PV-88213|wrist|1ABC234|Fernhollow/);
    expectNoOthers(body);
  });

  it.each<[string, object]>([
    ['IDENTITY_READ', { authorityReport: OWN.authorityReport, persons: [{ name: 'Anna Peeters' }, {}, {}] }],
    ['VEHICLE_READ', { vehicles: [{ plate: '1ABC234' }, {}] }],
    ['LOCATION_READ', { place: OWN.place }],
    ['FINANCIAL_READ', { estimatedAmount: euros('900.00'), decision: { settlement: {} } }],
    ['HEALTH_READ', { description: fullDescription(), persons: [{ injury: OWN.injury }, {}, {}] }],
  ])('sees by %s what is the policyholder’s, and never what is another’s', async (permission, shown) => {
    const { body } = await cast.readers.get(claimId, await permitting(permission));
    expect(body).toMatchObject(shown);
    expectNoOthers(body);
  });

  it('sees nothing of others by all permissions there are', async () => {
    const { body } = await cast.readers.get(claimId, await permitting(...EVERYTHING, 'HEALTH_READ'));
    expect(body).toMatchObject({ place: OWN.place, ...ONLY_NAMED });
    expect(body.persons[2]).not.toHaveProperty('injury');
    expect(body).not.toHaveProperty('notes');
    expectNoOthers(body);
  });

  it('needs the permission to read claims, and a consent that lives and is for this policy', async () => {
    const reading = consentRequest({ permissions: ['POLICY_READ', 'HEALTH_READ'], objects: [{ policyId }] });
    expect((await cast.readers.get(claimId, await consentTo(cast, reading))).status).toBe(403);
    const withdrawn = await permitting();
    await cast.anna.withdraw(withdrawn['x-consent-id'] ?? '');
    const dead = await cast.readers.get(claimId, withdrawn);
    expect(dead.body.type).toBe('urn:partner-api:problem:consent-not-live');
    const objects = [{ policyId: await insure(cast) }];
    const other = await consentTo(cast, consentRequest({ permissions: ['CLAIM_READ'], objects }));
    expect((await cast.readers.get(claimId, other)).status).toBe(404);
    expect((await cast.readers.list('', other)).body.data).toEqual([]);
  });

  it('lists the claims of a consent’s policies, without a word of why they wait', async () => {
    const headers = await permitting();
    for (const query of ['', `?policyId=${policyId}`]) {
      const { status, body } = await cast.readers.list(query, headers);
      expect(status).toBe(200);
      expect(body.data).toMatchObject([{ claimId, policyId, status: 'paid', ageDays: 0 }]);
      expect(JSON.stringify(body)).not.toMatch(/queue|reasons/);
    }
  });
});

describe('the partner of the policy', () => {
  it('sees who and what was insured, and what the claim costs', async () => {
    const { body } = await cast.brokers.get(claimId);
    expect(body).toMatchObject({
      ...{ authorityReport: OWN.authorityReport, netIncurred: euros('400.00'), reserves: [] },
      ...ONLY_NAMED,
    });
    expect(body.persons[0]).toEqual({ role: 'policyholder', name: 'Anna Peeters' });
    expect(body.vehicles[0]).toMatchObject({ plate: '1ABC234' });
    for (const hidden of ['description', 'place', 'estimatedAmount', 'notes', 'queue']) {
      expect(body).not.toHaveProperty(hidden);
    }
    expectNoOthers(body);
  });
});

describe('the customer', () => {
  it('sees their own claims in clear, but what is others’, and nobody else sees them', async () => {
    const { status, body } = await cast.annas.call('listMyClaims', 'GET', '/me/claims');
    expect(status).toBe(200);
    expect(body.next).toBeNull();
    expect(body.data).toMatchObject([
      { claimId, description: fullDescription(), place: OWN.place, estimatedAmount: euros('900.00') },
    ]);
    expect(body.data[0]).toMatchObject(ONLY_NAMED);
    expect(body.data[0].persons[0]).toMatchObject({ name: 'Anna Peeters', injury: OWN.injury });
    for (const inner of ['notes', 'queue', 'reserves', 'openReserve', 'netIncurred']) {
      expect(body.data[0]).not.toHaveProperty(inner);
    }
    expectNoOthers(body);
    const ben = await Client.of(cast.api, 'ben');
    expect((await ben.call('listMyClaims', 'GET', '/me/claims')).body.data).toEqual([]);
  });
});

describe('a receipt', () => {
  it('is written for nobody of whom nothing was shown', async () => {
    const own = await insure(cast);
    const others = { ...lossNow(own), persons: PERSONS, vehicles: [{ plate: OTHERS.plate }] };
    const opened = await cast.brokers.open(others);
    expectNoOthers((await cast.brokers.get(opened)).body);
    const { persons } = (await cast.handlers.get(opened)).body;

    const isRelease = ({ detailType, detail }: DeliveredEvent) =>
      detailType === 'data.released' && isDeepStrictEqual(detail.objects, [{ policyId: own }]);
    const shownToStaff = ({ detail }: DeliveredEvent) => detail.customerId === persons[0].partyId;
    const events = await eventually(cast.api, (all) => all.filter(isRelease).some(shownToStaff));
    // The policy, to the partner that issued it.
    const toPartner = events.filter((event) => isRelease(event) && event.detail.basis === 'producer');
    expect(toPartner).toHaveLength(1);
  });
});

describe('staff who handle claims', () => {
  it('see all that was said, and each person whose values they see has a receipt', async () => {
    const { body } = await cast.handlers.get(claimId);
    expect(body).toMatchObject({
      description: fullDescription(),
      vehicles: [{ plate: '1ABC234' }, { plate: OTHERS.plate }],
      persons: [
        { name: 'Anna Peeters', injury: OWN.injury },
        { name: OTHERS.witness },
        { name: OTHERS.injured, injury: OTHERS.injury },
      ],
      payments: [{ payee: PAYEE }],
      notes: [{ text: 'She rang from Fernhollow.', by: 'handler' }],
    });
    const parties = [body.vehicles[1], body.persons[1], body.persons[2], body.payments[0].payee];
    const classes = [['vehicle'], ['identity'], ['health', 'identity'], ['financial', 'identity']];
    await eventually(cast.api, (events) =>
      parties.every(({ partyId }, index) =>
        events.some(
          ({ detailType, detail }) =>
            detailType === 'data.released' &&
            detail.customerId === partyId &&
            detail.basis === 'staff' &&
            JSON.stringify(detail.classes) === JSON.stringify(classes[index]),
        ),
      ),
    );
    expectNoOthers(await busEvents(cast.api));
  });
});

describe('somebody else of a claim', () => {
  it('is erased once it is closed, and leaves figures, the policyholder and the others', async () => {
    const own = await insure(cast);
    const closed = await cast.brokers.open({ ...fullLoss(), policyId: own, persons: PERSONS });
    const { body } = await cast.handlers.get(closed);
    const [witness, injured] = body.persons;
    expect((await cast.handlers.eraseParty(closed, witness.partyId)).body.type).toBe(
      'urn:partner-api:problem:claim-open',
    );
    await cast.handlers.decide(closed, 1, { decision: 'deny', coverage: 'OD', reason: 'other' });
    await cast.handlers.close(closed, 2);

    const erased = await cast.handlers.eraseParty(closed, witness.partyId);

    expect(erased.status).toBe(200);
    expect(erased.body).toEqual({ claimId: closed, version: 4, partyId: witness.partyId, erased: true });
    const after = (await cast.handlers.get(closed)).body;
    expect(after.persons).toEqual([{ partyId: witness.partyId, role: 'witness', erased: true }, injured]);
    expect(after).toMatchObject({ description: fullDescription(), vehicles: body.vehicles });
    expect((await cast.handlers.eraseParty(closed, witness.partyId)).body).toEqual(erased.body);
    expect((await cast.handlers.eraseParty(closed, 'pty_01KAP6Q2R8D2E4F6G8H0J1K3M5')).status).toBe(404);
    expect((await cast.brokers.eraseParty(closed, injured.partyId)).status).toBe(403);
  });

  it('stays on record for years where money went to them', async () => {
    const { body } = await cast.handlers.get(claimId);
    const [{ payee }] = body.payments;
    expect((await cast.handlers.close(claimId, body.version)).status).toBe(200);
    const refused = await cast.handlers.eraseParty(claimId, payee.partyId);
    expect([refused.status, refused.body.type]).toEqual([409, 'urn:partner-api:problem:erasure-blocked']);
    expect((await cast.handlers.get(claimId)).body.payments).toMatchObject([{ payee: PAYEE }]);
  });
});

function fullDescription(): string {
  return 'A stone hit the windscreen on the ring of Gent.';
}
