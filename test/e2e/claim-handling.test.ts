import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claims, euros, lossOf, PAYEE } from '../support/claims.ts';
import { Client, type Reply } from '../support/client.ts';
import { daysAhead } from '../support/days.ts';
import { delivered, eventually } from '../support/events.ts';
import { type Insured, startInsured } from '../support/insured.ts';
import { keptClaim, ledgerOf } from '../support/kept-claims.ts';
import { fresh } from '../support/policies.ts';

let insured: Insured;
let broker: Claims;
let handler: Claims;
let approver: Claims;

beforeAll(async () => {
  insured = await startInsured();
  ({ broker, handler, approver } = insured);
});
afterAll(() => insured?.api.stop());

let opened = 0;

/** A claim that a person has to look at, under a cover: the only one of its day. */
function open(policyId: string, instead: object = {}): Promise<string> {
  opened += 1;
  const occurredAt = daysAhead(-opened);
  return broker.open(lossOf(policyId, { occurredAt, estimatedAmount: euros('8000.00'), ...instead }));
}

const openOwn = () => open(insured.ownDamage);
const openLiability = () => open(insured.liability, { cause: 'collision' });
const approveOwn = (loss: string) => ({ decision: 'approve', coverage: 'OD', loss: euros(loss) });
const codeOf = ({ body }: Reply) => String(body.type).split(':').at(-1);

describe('a claim that a person has to look at', () => {
  it('goes from notice to its end, told by bus and ledger', async () => {
    const claimId = await openOwn();

    await handler.reserve(claimId, 1, '7500.00', {});
    await handler.note(claimId, 'The garage confirms the damage.');
    const decided = await handler.decide(claimId, 3, approveOwn('7000.00'));
    const first = await handler.pay(claimId, '4000.00');
    const second = await handler.pay(claimId, '2500.00');
    await handler.reserve(claimId, 6, '0.00');
    await handler.recover(claimId, '500.00', fresh(), { source: 'salvage' });
    const closed = await handler.close(claimId, 8);

    expect(decided.body.decision.settlement).toEqual({
      ...{ loss: euros('7000.00'), coinsurance: '1', deductible: euros('500.00') },
      ...{ limit: euros('10000.00'), payable: euros('6500.00') },
    });
    expect([first.body.status, second.body.status]).toEqual(['approved', 'paid']);
    expect(second.body.openReserve).toEqual(euros('1000.00'));
    expect(closed.body).toMatchObject({
      ...{ status: 'closed', version: 9, closure: { outcome: 'settled', by: 'handler' } },
      ...{ paid: euros('6500.00'), openReserve: euros('0.00'), recovered: euros('500.00') },
      ...{ netIncurred: euros('6000.00') },
    });
    const types = ['claim.notified', 'claim.decided', 'claim.paid', 'claim.closed'];
    await eventually(insured.api, (all) => types.every((type) => delivered(all, type, claimId)));
    expect(ledgerOf(insured.api.dataDir, claimId).map(storyOf)).toEqual([
      'broker notifyLoss: claim.notified',
      'handler setReserve: claim.reserved',
      'handler addNote: claim.noted',
      'handler decideClaim: claim.decided',
      'handler payClaim: claim.paid',
      'handler payClaim: claim.paid',
      'handler setReserve: claim.reserved',
      'handler recordRecovery: claim.recovered',
      'handler closeClaim: claim.closed',
    ]);
    const { state, told, books } = keptClaim(insured.api.dataDir, claimId);
    expect(state).toEqual(told);
    expect(books.breaches).toEqual([]);
  });

  it('is denied for a reason, and closed as that', async () => {
    const claimId = await openOwn();

    const denied = await handler.decide(claimId, 1, {
      decision: 'deny',
      coverage: 'OD',
      reason: 'not-covered',
    });
    const closed = await handler.close(claimId, 2, { reason: 'The customer was told.' });

    expect(denied.body).toMatchObject({ status: 'denied', payable: euros('0.00') });
    expect(denied.body.decision.reason).toBe('not-covered');
    expect(closed.body.closure.outcome).toBe('denied');
    expect(closed.body.notes[0].text).toBe('The customer was told.');
  });

  it('waits in the queue that it is assigned to', async () => {
    const claimId = await openOwn();

    const { body } = await handler.assign(claimId, 1, 'investigation');
    const nowhere = await handler.assign(claimId, 2, 'nowhere');

    expect(body).toMatchObject({ queue: 'investigation', status: 'under-review' });
    expect(codeOf(nowhere)).toBe('unknown-queue');
  });
});

describe('above the amount of four eyes', () => {
  // A share of 60 % of 20,000 is 12,000: more than the 10,000 that one person may grant.
  const large = { decision: 'approve', coverage: 'TPL', loss: euros('20000.00'), liabilityPercent: 60 };

  it('nothing is paid before another of the staff has approved it', async () => {
    const claimId = await openLiability();
    const decided = await handler.decide(claimId, 1, large);
    expect(decided.body.decision).toMatchObject({ payable: euros('12000.00'), approval: 'needed' });

    const tooEarly = await handler.pay(claimId, '100.00');
    const alone = await handler.approve(claimId, 2);
    const another = await approver.approve(claimId, 2, { amount: euros('20000.00') });
    const approved = await approver.approve(claimId, 2, { amount: euros('12000.00') });
    const paid = await handler.pay(claimId, '12000.00');

    expect([tooEarly.status, codeOf(tooEarly)]).toEqual([409, 'approval-required']);
    expect([alone.status, codeOf(alone)]).toEqual([403, 'same-person']);
    expect([another.status, codeOf(another)]).toEqual([422, 'amount-mismatch']);
    expect(approved.body.decision).toMatchObject({
      approval: 'given',
      approvedBy: 'approver',
      decidedBy: 'handler',
    });
    expect(paid.body.status).toBe('paid');
    expect(codeOf(await approver.approve(claimId, 4))).toBe('no-approval-needed');
  });

  it('two who approve at once approve once', async () => {
    const claimId = await openLiability();
    await handler.decide(claimId, 1, large);

    const replies = await Promise.all(Array.from({ length: 6 }, () => approver.approve(claimId, 2)));

    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
  });
});

describe('a closed claim', () => {
  it('is not closed with an open reserve, nor undecided without a word', async () => {
    const claimId = await openOwn();
    await handler.reserve(claimId, 1, '100.00');

    expect(codeOf(await handler.close(claimId, 2, { reason: 'Withdrawn.' }))).toBe('open-reserve');
    await handler.reserve(claimId, 2, '0.00');
    expect(codeOf(await handler.close(claimId, 3))).toBe('reason-required');
    const { body } = await handler.close(claimId, 3, { reason: 'The customer has withdrawn it.' });
    expect(body.closure.outcome).toBe('withdrawn');
  });

  it('takes nothing but recoveries and notes, until it is reopened as it was', async () => {
    const claimId = await openOwn();
    await handler.decide(claimId, 1, approveOwn('2500.00'));
    await handler.pay(claimId, '1500.00');
    expect(codeOf(await handler.close(claimId, 3))).toBe('reason-required');
    await handler.close(claimId, 3, { reason: 'The garage is closed for good.' });

    const refused = await Promise.all([
      handler.pay(claimId, '1.00'),
      handler.decide(claimId, 4, approveOwn('2500.00')),
      handler.reserve(claimId, 4, '1.00'),
      handler.close(claimId, 4),
      handler.assign(claimId, 4, 'review'),
    ]);
    expect(refused.map(codeOf)).toEqual(refused.map(() => 'claim-state'));
    expect((await handler.recover(claimId, '50.00')).status).toBe(201);
    expect((await handler.note(claimId, 'The other insurer has paid.')).status).toBe(201);

    const reopened = await handler.reopen(claimId, 6, { reason: 'A further invoice came.' });
    const tooMuch = await handler.pay(claimId, '500.01');
    const paid = await handler.pay(claimId, '500.00');

    expect(reopened.body).toMatchObject({ status: 'reopened', paid: euros('1500.00') });
    expect(reopened.body.closure).toBeUndefined();
    expect(codeOf(tooMuch)).toBe('exceeds-payable');
    expect(paid.body.status).toBe('paid');
    await eventually(insured.api, (all) => delivered(all, 'claim.reopened', claimId));
  });
});

describe('an act on a claim', () => {
  it('names the version that it was decided on', async () => {
    const claimId = await openOwn();

    const body = approveOwn('800.00');
    const client = await Client.of(insured.api, 'handler');
    const unnamed = await client.call('decideClaim', 'POST', `/claims/${claimId}/decision`, { body });

    expect((await handler.decide(claimId, 2, body)).status).toBe(412);
    expect(unnamed.status).toBe(428);
  });

  it('that is sent again is answered as at first', async () => {
    const claimId = await openOwn();
    const keys = [fresh(), fresh(), fresh(), fresh()] as const;
    const acts = [
      () => handler.reserve(claimId, 1, '900.00', keys[0]),
      () => handler.decide(claimId, 2, approveOwn('800.00'), keys[1]),
      () => handler.note(claimId, 'Called.', keys[2]),
      () => handler.reserve(claimId, 4, '0.00', keys[3]),
    ];
    const first: Reply[] = [];
    for (const act of acts) first.push(await act());

    const again = await Promise.all(acts.map((act) => act()));

    expect(again.map(({ body }) => body)).toEqual(first.map(({ body }) => body));
    expect(again.map(({ headers }) => headers.get('idempotency-replayed'))).toEqual(again.map(() => 'true'));
    expect((await handler.get(claimId)).body.version).toBe(5);
  });

  it('is for staff who handle claims alone', async () => {
    const claimId = await openOwn();

    const replies = await Promise.all([
      broker.pay(claimId, '1.00'),
      broker.decide(claimId, 1, approveOwn('800.00')),
      broker.note(claimId, 'Please hurry.'),
    ]);

    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it('tells the partner neither the notes nor whom the money went to', async () => {
    const claimId = await openOwn();
    await handler.decide(claimId, 1, approveOwn('800.00'));
    await handler.pay(claimId, '100.00');
    await handler.note(claimId, 'Suspicious.');

    const [seen, { body }] = await Promise.all([handler.get(claimId), broker.get(claimId)]);

    expect(seen.body.payments[0].payee).toMatchObject(PAYEE);
    expect(body.notes).toBeUndefined();
    expect(Object.keys(body.payments[0].payee)).toEqual(['partyId']);
    expect(JSON.stringify(body)).not.toMatch(/Claes|BE71|Suspicious/);
  });
});

describe('a policy', () => {
  it('knows which of its losses are at fault, as money goes and comes back', async () => {
    const claimId = await openLiability();
    const approve = { decision: 'approve', coverage: 'TPL', loss: euros('3000.00') };
    await handler.decide(claimId, 1, approve);
    const faults = () =>
      ledgerOf(insured.api.dataDir, insured.liability)
        .flatMap(({ events }) => events)
        .map(({ data }) => data as { claimId?: string; atFault?: boolean })
        .filter((data) => data.claimId === claimId)
        .map(({ atFault }) => atFault);

    await handler.pay(claimId, '1000.00');
    await handler.pay(claimId, '1000.00');
    expect(faults()).toEqual([false, true]);
    await handler.recover(claimId, '2000.00');
    expect(faults()).toEqual([false, true, false]);
    await handler.pay(claimId, '1.00');
    expect(faults()).toEqual([false, true, false, true]);
  });

  it('is told of fault by many payments at once on many of its claims', async () => {
    const claimIds = await Promise.all(Array.from({ length: 5 }, openLiability));
    const approve = { decision: 'approve', coverage: 'TPL', loss: euros('3000.00') };
    await Promise.all(claimIds.map((claimId) => handler.decide(claimId, 1, approve)));

    const replies = await Promise.all(claimIds.map((claimId) => handler.pay(claimId, '1000.00')));

    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 201));
    const told = JSON.stringify(ledgerOf(insured.api.dataDir, insured.liability));
    for (const claimId of claimIds) expect(told).toContain(`"claimId":"${claimId}"`);
  });
});

/** Who did what to a claim, and what came of it. */
function storyOf({ actor, operationId, events }: ReturnType<typeof ledgerOf>[number]): string {
  return `${actor} ${operationId}: ${events.map(({ type }) => type).join(', ')}`;
}
