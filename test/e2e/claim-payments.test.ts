import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Claims, euros, lossOf } from '../support/claims.ts';
import type { Reply } from '../support/client.ts';
import { daysAhead } from '../support/days.ts';
import { delivered, eventually } from '../support/events.ts';
import { type Insured, startInsured } from '../support/insured.ts';
import { keptClaim } from '../support/kept-claims.ts';
import { fresh, match } from '../support/policies.ts';

const ALL = Array.from({ length: 30 });

let insured: Insured;
let handler: Claims;
let claimId: string;

beforeAll(async () => {
  insured = await startInsured();
  handler = insured.handler;
});
afterAll(() => insured?.api.stop());

let opened = 0;

beforeEach(async () => {
  opened += 1;
  // The only loss of its day.
  const loss = { occurredAt: daysAhead(-opened), estimatedAmount: euros('3500.00') };
  claimId = await insured.broker.open(lossOf(insured.ownDamage, loss));
  const decision = { decision: 'approve', coverage: 'OD', loss: euros('3500.00') };
  const { body } = await handler.decide(claimId, 1, decision);
  expect(body.payable).toEqual(euros('3000.00'));
});

/** Sends again, under the same key, what the API was too busy to do. */
async function insist(send: () => Promise<Reply>): Promise<Reply> {
  const reply = await send();
  return reply.status === 503 ? insist(send) : reply;
}

/** So many payments of an amount at once. */
function payAtOnce(amounts: readonly string[]): Promise<Reply[]> {
  return Promise.all(
    amounts.map((amount) => {
      const key = fresh();
      return insist(() => handler.pay(claimId, amount, key));
    }),
  );
}

const withStatus = (replies: readonly Reply[], status: number) =>
  replies.filter((reply) => reply.status === status);

describe('thirty payments at once of 3,000 that are approved', () => {
  it.each([
    ['130.00', 23, '2990.00'],
    ['100.00', 30, '3000.00'],
    ['1500.00', 2, '3000.00'],
    ['3000.00', 1, '3000.00'],
    ['3000.01', 0, '0.00'],
  ])('of %s each: %i are made', async (amount, fit, paid) => {
    const replies = await payAtOnce(ALL.map(() => amount));

    expect(withStatus(replies, 201)).toHaveLength(fit);
    const refused = withStatus(replies, 422);
    expect(refused).toHaveLength(30 - fit);
    for (const { body } of refused) expect(body.type).toBe('urn:partner-api:problem:exceeds-payable');
    const { body } = await handler.get(claimId);
    expect(body.paid).toEqual(euros(paid));
    expect(new Set(body.payments.map(({ paymentId }: { paymentId: string }) => paymentId)).size).toBe(fit);
  });

  it('of amounts of all sizes: never more than it', async () => {
    const amounts = ALL.map((_, index) => `${37 * (index + 1)}.${10 + index}`);

    const replies = await payAtOnce(amounts);

    const made = withStatus(replies, 201).map(({ body }) => body.paymentId);
    const { state, told, books } = keptClaim(insured.api.dataDir, claimId);
    expect(books.breaches).toEqual([]);
    expect(state).toEqual(told);
    expect(state.payments.map(({ paymentId }) => paymentId).sort()).toEqual(made.sort());
    expect(Number(books.figures.paid.amount)).toBeGreaterThan(2_000);
    const bus = await eventually(insured.api, (all) => paidIn(all).length === made.length);
    expect(paidIn(bus).sort()).toEqual(made);
  });

  it('under one key: one is made, and answered to all', async () => {
    const key = fresh();

    const replies = await Promise.all(ALL.map(() => insist(() => handler.pay(claimId, '100.00', key))));

    expect(withStatus(replies, 201)).toHaveLength(30);
    expect(new Set(replies.map(({ body }) => body.paymentId)).size).toBe(1);
    const replayed = replies.filter(({ headers }) => headers.get('idempotency-replayed') === 'true');
    expect(replayed).toHaveLength(29);
    expect((await handler.get(claimId)).body.paid).toEqual(euros('100.00'));
  });

  it('that name the version that they saw: one is made', async () => {
    const replies = await Promise.all(
      ALL.map(() => handler.pay(claimId, '10.00', { ...fresh(), ...match(2) })),
    );

    expect(withStatus(replies, 201)).toHaveLength(1);
    expect(withStatus(replies, 412)).toHaveLength(29);
  });
});

describe('thirty recoveries at once of what was paid', () => {
  it('never bring back more than it', async () => {
    await handler.pay(claimId, '1000.00');

    const replies = await Promise.all(ALL.map(() => handler.recover(claimId, '70.00')));

    expect(withStatus(replies, 201)).toHaveLength(14);
    expect(withStatus(replies, 422)).toHaveLength(16);
    const { body } = await handler.get(claimId);
    expect(body.recovered).toEqual(euros('980.00'));
    expect(body.netIncurred).toEqual(euros('20.00'));
  });
});

describe('a payment', () => {
  it('to an account whose check digits are wrong is refused', async () => {
    const payee = { name: 'Ben Claes', iban: 'BE71096123456768' };

    const { status, body } = await handler.pay(claimId, '100.00', fresh(), { payee });

    expect([status, body.type]).toEqual([422, 'urn:partner-api:problem:invalid-iban']);
    expect(body.errors[0].pointer).toBe('/payee/iban');
  });

  it('is replayed as it was answered first, and not under another body', async () => {
    const key = fresh();
    const first = await handler.pay(claimId, '100.00', key);
    await handler.pay(claimId, '200.00');

    const again = await handler.pay(claimId, '100.00', key);
    const other = await handler.pay(claimId, '101.00', key);

    expect(again.body).toEqual(first.body);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(other.body.type).toBe('urn:partner-api:problem:idempotency-key-reused');
  });

  it('is told by the bus without the payee', async () => {
    const { body } = await handler.pay(claimId, '100.00');

    const events = await eventually(insured.api, (all) => delivered(all, 'claim.paid', claimId));

    const { detail } = events.filter(({ detail: { aggregateId } }) => aggregateId === claimId).at(-1) ?? {};
    expect(detail).toMatchObject({ paymentId: body.paymentId, amount: euros('100.00') });
    expect(JSON.stringify(detail)).not.toMatch(/payee|BE71|Ben/);
  });
});

/** The ids of the payments of this claim that the bus told of, each once. */
function paidIn(events: Awaited<ReturnType<typeof eventually>>): string[] {
  const ofClaim = events.filter(({ detail }) => detail.aggregateId === claimId);
  return [...new Set(ofClaim.flatMap(({ detail }) => detail.paymentId ?? []))];
}
