import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../support/client.ts';
import { type Cast, consentRequest, policyOfAnna, policyOfBen, startCast } from '../support/consents.ts';

const ROUNDS = 20;

let cast: Cast;
let policyId: string;

beforeAll(async () => {
  cast = await startCast();
  policyId = await policyOfAnna(cast.policies);
  await policyOfBen(cast.policies);
});
afterAll(() => cast?.api.stop());

const rounds = Array.from({ length: ROUNDS }, (_, round) => round);
const statusOf = async (consentId: string) => (await cast.reader.get(consentId)).body.status;
const codes = (replies: Reply[]) => replies.map(({ status }) => status);

describe('two customers who say yes at once', () => {
  it.each(rounds)('are one who did, and one who finds nothing (%i)', async () => {
    const { reader, anna, ben } = cast;
    const consentId = await reader.ask();
    const replies = await Promise.all([anna.authorise(consentId), ben.authorise(consentId)]);

    expect(codes(replies).sort()).toEqual([200, 404]);
    const winner = replies.find(({ status }) => status === 200);
    expect((await reader.get(consentId)).body).toMatchObject({
      version: 2,
      status: 'AUTHORISED',
      customerId: winner?.body.customerId,
      objects: winner?.body.objects,
    });
  });
});

describe('a yes beside a revocation', () => {
  it.each(rounds)('leaves the consent revoked, whichever was first (%i)', async () => {
    const { reader, anna } = cast;
    const consentId = await reader.ask();
    const [yes, revocation] = await Promise.all([anna.authorise(consentId), reader.revoke(consentId)]);

    // Nobody’s haste makes a revocation fail.
    expect(revocation.status).toBe(200);
    expect([200, 409]).toContain(yes.status);
    expect(await statusOf(consentId)).toBe('REVOKED');
  });
});

describe('a yes and a no at once', () => {
  it.each(rounds)('are one of both (%i)', async () => {
    const consentId = await cast.reader.ask();
    const replies = await Promise.all([cast.anna.authorise(consentId), cast.anna.reject(consentId)]);
    expect(codes(replies).sort()).toEqual([200, 409]);
    expect(await statusOf(consentId)).toBe(replies[0].status === 200 ? 'AUTHORISED' : 'REJECTED');
  });
});

describe('a withdrawal amid suspending and resuming', () => {
  it.each(rounds)('is always done (%i)', async () => {
    const { reader, anna } = cast;
    const consentId = await reader.ask();
    await anna.authorise(consentId);
    const [withdrawal] = await Promise.all([
      anna.withdraw(consentId),
      anna.suspend(consentId),
      anna.resume(consentId),
      anna.suspend(consentId),
    ]);
    expect(withdrawal.status).toBe(200);
    expect(await statusOf(consentId)).toBe('REVOKED');
  });
});

describe('both ends at once', () => {
  it.each(rounds)('are one end, and the other is told so (%i)', async () => {
    const { reader, anna } = cast;
    const consentId = await reader.ask();
    await anna.authorise(consentId);
    const replies = await Promise.all([anna.withdraw(consentId), reader.revoke(consentId)]);
    expect(codes(replies).sort()).toEqual([200, 409]);
    const by = replies[0].status === 200 ? 'USER' : 'PARTNER';
    expect((await reader.get(consentId)).body).toMatchObject({ version: 3, status: 'REVOKED', end: { by } });
  });
});

describe('two consents that would replace the same', () => {
  it.each(rounds)('may both be given; the base has one end (%i)', async () => {
    const { reader, anna } = cast;
    const base = await reader.ask();
    await anna.authorise(base);
    const [one, other] = await Promise.all([
      reader.ask(consentRequest({ baseConsentId: base })),
      reader.ask(consentRequest({ baseConsentId: base })),
    ]);
    const replies = await Promise.all([anna.authorise(one), anna.authorise(other), anna.withdraw(base)]);

    expect(codes(replies.slice(0, 2))).toEqual([200, 200]);
    const { body } = await reader.get(base);
    expect([body.status, body.version]).toEqual(['REVOKED', 3]);
    expect(replies[2].status).toBe(body.end.reason === 'withdrawn' ? 200 : 409);
  });
});

describe('the same request many times at once', () => {
  it('asks once, under one key', async () => {
    const [key, asked] = [{ 'idempotency-key': randomUUID() }, consentRequest({ objects: [{ policyId }] })];
    const replies = await Promise.all(rounds.map(() => cast.reader.create(asked, key)));
    expect(new Set(replies.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
  });

  it('gives again once, under one key', async () => {
    const consentId = await cast.reader.ask();
    await cast.anna.authorise(consentId);
    await cast.anna.withdraw(consentId);
    const key = { 'idempotency-key': randomUUID() };
    const replies = await Promise.all(rounds.map(() => cast.anna.reestablish(consentId, key)));
    expect(new Set(replies.map(({ status, body }) => JSON.stringify([status, body.consentId]))).size).toBe(1);
  });
});
