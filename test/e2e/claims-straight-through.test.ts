import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Claimants, insure, lossNow, startClaimants } from '../support/claimants.ts';
import { announcementOf, euros, PAYEE, photo, upload } from '../support/claims.ts';
import { type DeliveredEvent, delivered, eventually } from '../support/events.ts';
import { keptClaim, ledgerOf } from '../support/kept-claims.ts';

let cast: Claimants;
let policyId: string;
beforeAll(async () => {
  cast = await startClaimants();
});
afterAll(() => cast?.api.stop());
beforeEach(async () => {
  policyId = await insure(cast);
});

/** What the bus told of a claim, in its order, once the last of it reached everybody. */
async function toldOf(claimId: string, last: string): Promise<DeliveredEvent[]> {
  const events = await eventually(cast.api, (all) => delivered(all, last, claimId));
  return events
    .filter(({ detail }) => detail.aggregateId === claimId)
    .sort((a, b) => a.detail.version - b.detail.version);
}

const typesOf = (events: readonly DeliveredEvent[]) => events.map(({ detailType }) => detailType);
const codesOf = (reasons: { code: string }[]) => reasons.map(({ code }) => code);

/** Who made each entry of a claim's ledger, by what, and what happened. */
const story = (claimId: string) =>
  ledgerOf(cast.api.dataDir, claimId).map(({ actor, operationId, events }) =>
    [actor, operationId, ...events.map(({ type }) => type)].join(' '),
  );

describe('a loss that no rule has anything to say of', () => {
  it('is settled at once, paid and closed, and everybody is told', async () => {
    const { status, body } = await cast.brokers.notify(lossNow(policyId));
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'approved', route: 'straight-through', reasons: [], version: 1 });
    const { claimId } = body;

    const { body: claim } = await cast.handlers.get(claimId);
    expect(claim).toMatchObject({
      ...{ queue: 'fast-track', payable: euros('400.00'), paid: euros('0.00') },
      decision: {
        ...{ decision: 'approve', decidedBy: 'triage', approval: 'not-needed' },
        settlement: { loss: euros('900.00'), deductible: euros('500.00'), payable: euros('400.00') },
      },
    });
    const paid = await cast.handlers.pay(claimId, '400.00');
    expect(paid.body).toMatchObject({ status: 'paid', paid: euros('400.00'), version: 2 });
    expect((await cast.handlers.close(claimId, 2)).body).toMatchObject({ status: 'closed' });

    const events = await toldOf(claimId, 'claim.closed');
    expect(typesOf(events).sort()).toEqual(['claim.closed', 'claim.decided', 'claim.notified', 'claim.paid']);
    const [decided] = events.filter(({ detailType }) => detailType === 'claim.decided');
    expect(decided?.detail).toMatchObject({ decision: 'approve', payable: euros('400.00'), by: 'triage' });
    expect(JSON.stringify(events)).not.toMatch(/Ben|BE71096123456769|windscreen/);
    expect(story(claimId)).toEqual([
      'broker notifyLoss claim.notified claim.decided',
      'handler payClaim claim.paid',
      'handler closeClaim claim.closed',
    ]);
    const { state, told, books } = keptClaim(cast.api.dataDir, claimId);
    expect(state).toEqual(told);
    expect(books.breaches).toEqual([]);
  });

  it('is known to its policy, which nobody changes behind it', async () => {
    await cast.brokers.open(lossNow(policyId));
    const { body } = await cast.policies.get(policyId);
    expect(body.version).toBe(2);
    const ended = await cast.policies.cancel(policyId, 2, new Date().toISOString().slice(0, 10), 'insurer');
    expect(ended.body.type).toBe('urn:partner-api:problem:claim-notified');
  });

  it('waits for a document where it needs one, and is settled by that', async () => {
    const loss = lossNow(policyId, { cause: 'vandalism' });
    const { body } = await cast.brokers.notify(loss);
    expect(body).toMatchObject({ status: 'received', route: 'review' });
    expect(codesOf(body.reasons)).toEqual(['documents-missing']);

    const bytes = photo();
    const announced = await cast.brokers.addDocument(body.claimId, announcementOf(bytes));
    expect(await upload(announced, bytes)).toBe(200);

    await toldOf(body.claimId, 'claim.decided');
    expect((await cast.brokers.get(body.claimId)).body).toMatchObject({
      ...{ status: 'approved', route: 'straight-through', reasons: [] },
      decision: { decidedBy: 'triage', payable: euros('400.00') },
    });
    expect(story(body.claimId)).toEqual([
      'broker notifyLoss claim.notified',
      'broker addDocument claim.document-requested',
      'document-check checkDocument claim.document-attached claim.triaged claim.decided',
    ]);
  });
});

describe('a loss that rules refer', () => {
  const persons = [{ role: 'injured', name: 'Ben Claes', injury: 'A broken arm.' }];
  const TOLD = ['amount-above-limit', 'documents-missing', 'further-review'];

  it('waits where it belongs, is handled by people, and everybody is told', async () => {
    const loss = lossNow(policyId, { cause: 'collision', estimatedAmount: euros('12000.00'), persons });
    const { body } = await cast.brokers.notify(loss);
    expect(body).toMatchObject({ status: 'received', route: 'review' });
    // That somebody was injured is told to staff alone.
    expect(codesOf(body.reasons)).toEqual(TOLD);
    const { claimId } = body;

    const { body: claim } = await cast.handlers.get(claimId);
    expect(claim.queue).toBe('injury');
    expect(codesOf(claim.reasons)).toEqual(['injury', 'amount-above-limit', 'documents-missing']);
    expect((await cast.handlers.reserve(claimId, 1, '10000.00')).status).toBe(201);
    const decision = { decision: 'approve', coverage: 'OD', loss: euros('12000.00') };
    const decided = await cast.handlers.decide(claimId, 2, decision);
    expect(decided.body).toMatchObject({ status: 'approved', payable: euros('10000.00') });
    await cast.handlers.pay(claimId, '10000.00', undefined, { payee: PAYEE });
    expect((await cast.handlers.close(claimId, 4)).body.closure).toMatchObject({ outcome: 'settled' });

    const events = await toldOf(claimId, 'claim.closed');
    const [notified] = events;
    expect(notified?.detail).toMatchObject({
      ...{ route: 'review', reasons: TOLD },
      ...{ cause: 'collision', product: 'own-damage', policyId },
    });
    expect(JSON.stringify(events)).not.toMatch(/Ben|arm/);
    expect(story(claimId)).toEqual([
      'broker notifyLoss claim.notified',
      'handler setReserve claim.reserved',
      'handler decideClaim claim.decided',
      'handler payClaim claim.paid',
      'handler closeClaim claim.closed',
    ]);
  });

  it('names its indicators to staff alone, on the bus neither', async () => {
    const { body } = await cast.brokers.notify(lossNow(policyId, { cause: 'theft' }));
    expect(codesOf(body.reasons)).toEqual(['further-review']);
    const { claimId } = body;

    expect(codesOf((await cast.brokers.get(claimId)).body.reasons)).toEqual(['further-review']);
    const staffs = await cast.handlers.get(claimId);
    expect(codesOf(staffs.body.reasons)).toEqual(['theft-without-report']);
    expect(staffs.body.queue).toBe('investigation');
    const mine = await cast.annas.call('listMyClaims', 'GET', '/me/claims');
    expect(codesOf(mine.body.data[0].reasons)).toEqual(['further-review']);
    const [notified] = await toldOf(claimId, 'claim.notified');
    expect(notified?.detail.reasons).toEqual(['further-review']);
    expect(JSON.stringify([body, mine.body, notified])).not.toMatch(/theft-without|investigation/);
  });

  it('is never denied by them', async () => {
    const { body } = await cast.brokers.notify(lossNow(policyId, { cause: 'theft' }));
    expect(body.status).toBe('received');
    expect((await cast.handlers.get(body.claimId)).body.decisions).toEqual([]);
  });
});
