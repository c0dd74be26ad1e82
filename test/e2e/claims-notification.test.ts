import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Claimants,
  consentTo,
  insure,
  lossNow,
  notificationRequest,
  startClaimants,
} from '../support/claimants.ts';
import { euros } from '../support/claims.ts';
import { fresh } from '../support/policies.ts';

const PROTOCOL_NUMBER = /^C\d{2}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/;

let cast: Claimants;
let policyId: string;
beforeAll(async () => {
  cast = await startClaimants();
});
afterAll(() => cast?.api.stop());
beforeEach(async () => {
  policyId = await insure(cast);
});

const problemOf = ({ status, body }: { status: number; body: { type: string } }) => [
  status,
  body.type.replace('urn:partner-api:problem:', ''),
];
const statusOfConsent = async (headers: Record<string, string>) =>
  (await cast.reader.get(headers['x-consent-id'] ?? '')).body.status;

describe('a partner notifies a loss on its own policy', () => {
  it('by the least that can be said of it', async () => {
    const { estimatedAmount, ...least } = lossNow(policyId, { cause: 'other' });

    const { status, body, headers } = await cast.brokers.notify(least);

    expect(status).toBe(201);
    expect(body).toMatchObject({ version: 1, status: 'received', route: 'review' });
    expect(body.protocolNumber).toMatch(PROTOCOL_NUMBER);
    expect(headers.get('etag')).toBe('"1"');
    const codes = body.reasons.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(['amount-unknown', 'cause-not-covered']);
  });

  it('by all that can be said, of twenty persons and twenty vehicles', async () => {
    const persons = Array.from({ length: 20 }, (_, index) => ({
      role: 'witness',
      name: `Wim Claes ${index}`,
      injury: 'A scratch.',
    }));
    const vehicles = Array.from({ length: 20 }, (_, index) => ({ plate: `1-XYZ-${100 + index}` }));
    const description = 'x'.repeat(10_000);
    const more = { place: 'Gent', authorityReport: 'PV 1', litigation: true, persons, vehicles, description };

    const { status, body } = await cast.brokers.notify(lossNow(policyId, more), fresh());

    expect(status).toBe(201);
    const { body: claim } = await cast.handlers.get(body.claimId);
    expect(claim.persons).toHaveLength(20);
    expect(claim.vehicles).toHaveLength(20);
    expect(claim).toMatchObject({ queue: 'injury', description, place: 'Gent', authorityReport: 'PV 1' });
  });

  it('with the insured vehicle, however its plate is written', async () => {
    const vehicles = [{ plate: '1-abc-234' }, { plate: '1-XYZ-987' }];
    const { body } = await cast.brokers.notify(lossNow(policyId, { vehicles }));
    expect(body).toMatchObject({ route: 'straight-through', reasons: [] });
    const { body: claim } = await cast.handlers.get(body.claimId);
    expect(claim.vehicles).toMatchObject([
      { plate: '1-abc-234', insured: true },
      { plate: '1-XYZ-987', insured: false },
    ]);
  });

  it('once, however often it is asked to', async () => {
    const [loss, key] = [lossNow(policyId), fresh()];
    const first = await cast.brokers.notify(loss, key);
    const again = await cast.brokers.notify(loss, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await cast.brokers.notify({ ...loss, description: 'Another.' }, key);
    expect(problemOf(other)).toEqual([422, 'idempotency-key-reused']);
    expect((await cast.brokers.list(`?policyId=${policyId}`)).body.data).toHaveLength(1);
  });

  it('several at once: each knows of those before', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => cast.brokers.notify(lossNow(policyId))),
    );
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    const straight = replies.filter(({ body }) => body.route === 'straight-through');
    expect(straight).toHaveLength(1);
    const others = replies.filter((reply) => !straight.includes(reply)).map(({ body }) => body.reasons);
    expect(new Set(others.map((reasons) => JSON.stringify(reasons))).size).toBe(1);
    expect(others[0]).toMatchObject([{ code: 'further-review' }]);
  });

  it('in the currency of the policy, to an amount', async () => {
    const dollars = { estimatedAmount: { amount: '900.00', currency: 'USD' } };
    const refused = await cast.brokers.notify(lossNow(policyId, dollars));
    expect(problemOf(refused)).toEqual([422, 'currency-mismatch']);
    expect(refused.body.errors).toMatchObject([{ pointer: '/estimatedAmount' }]);
  });
});

describe('staff', () => {
  it('notify a loss on any policy, which is its partner’s to see', async () => {
    const { status, body } = await cast.handlers.notify(lossNow(policyId));
    expect(status).toBe(201);
    expect((await cast.brokers.get(body.claimId)).status).toBe(200);
  });
});

describe('a third party', () => {
  it('knows of no policy without a consent', async () => {
    expect(problemOf(await cast.readers.notify(lossNow(policyId)))).toEqual([404, 'not-found']);
    const unknown = { ...lossNow(policyId), policyId: 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R' };
    expect(problemOf(await cast.readers.notify(unknown))).toEqual([404, 'not-found']);
  });

  it('notifies the very loss that the customer consented to, once', async () => {
    const loss = lossNow(policyId, { persons: [{ role: 'witness', name: 'Wim Claes' }] });
    const headers = { ...(await consentTo(cast, notificationRequest(loss))), ...fresh() };

    const first = await cast.readers.notify(loss, headers);

    expect(first.status).toBe(201);
    expect(await statusOfConsent(headers)).toBe('CONSUMED');
    const again = await cast.readers.notify(loss, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(problemOf(await cast.readers.notify(loss, { ...headers, ...fresh() }))).toEqual([
      403,
      'consent-not-live',
    ]);
    expect((await cast.brokers.get(first.body.claimId)).body.status).toBe('approved');
    // To notify is not to read.
    expect((await cast.readers.get(first.body.claimId)).status).toBe(404);
  });

  it.each<[string, object]>([
    ['another description', { description: 'Something else.' }],
    ['a higher amount', { estimatedAmount: euros('901.00') }],
    ['somebody more', { persons: [{ role: 'witness', name: 'Wim Claes' }] }],
    ['one word less', { cause: 'fire' }],
  ])('notifies nothing else: %s uses up nothing', async (_what, instead) => {
    const loss = lossNow(policyId);
    const headers = await consentTo(cast, notificationRequest(loss));
    const other = await cast.readers.notify({ ...loss, ...instead }, headers);
    expect(problemOf(other)).toEqual([422, 'consent-mismatch']);
    expect(await statusOfConsent(headers)).toBe('AUTHORISED');
    expect((await cast.readers.notify(loss, headers)).status).toBe(201);
  });

  it('notifies no loss on another policy', async () => {
    const loss = lossNow(policyId);
    const headers = await consentTo(cast, notificationRequest(loss));
    const other = await cast.readers.notify({ ...loss, policyId: await insure(cast) }, headers);
    expect(problemOf(other)).toEqual([404, 'not-found']);
    expect(await statusOfConsent(headers)).toBe('AUTHORISED');
  });

  it('uses up the consent by a refusal too, which a retry hears again', async () => {
    const loss = lossNow(policyId, { occurredAt: '2020-02-29' });
    const headers = { ...(await consentTo(cast, notificationRequest(loss))), ...fresh() };
    expect(problemOf(await cast.readers.notify(loss, headers))).toEqual([422, 'not-covered-then']);
    expect(await statusOfConsent(headers)).toBe('CONSUMED');
    const again = await cast.readers.notify(loss, headers);
    expect(problemOf(again)).toEqual([422, 'not-covered-then']);
    const anew = await cast.readers.notify(loss, { ...headers, ...fresh() });
    expect(problemOf(anew)).toEqual([403, 'consent-not-live']);
  });

  it('uses up nothing by what does not fit the contract', async () => {
    const loss = lossNow(policyId);
    const headers = await consentTo(cast, notificationRequest(loss));
    expect((await cast.readers.notify({ ...loss, cause: 'boredom' }, headers)).status).toBe(400);
    expect(await statusOfConsent(headers)).toBe('AUTHORISED');
  });

  it('relies on no consent that was taken back', async () => {
    const loss = lossNow(policyId);
    const headers = await consentTo(cast, notificationRequest(loss));
    await cast.anna.withdraw(headers['x-consent-id'] ?? '');
    expect(problemOf(await cast.readers.notify(loss, headers))).toEqual([403, 'consent-not-live']);
  });
});
