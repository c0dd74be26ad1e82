import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Reply } from '../support/client.ts';
import {
  type Cast,
  CHANGE,
  changeRequest,
  consentRequest,
  inMinutes,
  policyOfAnna,
  policyOfBen,
  startCast,
} from '../support/consents.ts';
import { fresh, Policies } from '../support/policies.ts';

let cast: Cast;
/** The third party, as it uses what it was given. */
let client: Client;
let third: Policies;
let first: string;
let second: string;
let bens: string;

beforeAll(async () => {
  cast = await startCast();
  client = await Client.of(cast.api, 'reader');
  third = new Policies(client);
  first = await policyOfAnna(cast.policies);
  second = await policyOfAnna(cast.policies);
  bens = await policyOfBen(cast.policies);
});
afterAll(() => cast?.api.stop());

const named = (...policyIds: string[]) => ({ objects: policyIds.map((policyId) => ({ policyId })) });
const under = (consentId: string) => ({ 'x-consent-id': consentId });
const read = (policyId: string, consentId: string) =>
  client.call('getPolicy', 'GET', `/policies/${policyId}`, { headers: under(consentId) });

/** How a read went: the family name as it was shown, or the problem. */
async function seen(policyId: string, consentId: string): Promise<string> {
  const { body } = await read(policyId, consentId);
  return body.policyholder?.familyName ?? problemOf(body);
}
const problemOf = (body: { type: string }) => body.type.replace('urn:partner-api:problem:', '');

/** A consent of Anna's. */
async function given(request: object = consentRequest(named(first))): Promise<string> {
  const consentId = await cast.reader.ask(request);
  await cast.anna.authorise(consentId);
  return consentId;
}

describe('a consent to read', () => {
  it('opens what it was given for, for as long as it is in force', async () => {
    const { reader, anna } = cast;
    const consentId = await reader.ask(consentRequest(named(first)));
    expect(await seen(first, consentId)).toBe('consent-not-live');
    await anna.authorise(consentId);
    expect(await seen(first, consentId)).toBe('Peeters');
    await anna.suspend(consentId);
    expect(await seen(first, consentId)).toBe('consent-not-live');
    await anna.resume(consentId);
    expect(await seen(first, consentId)).toBe('Peeters');
    await anna.withdraw(consentId);
    expect(await seen(first, consentId)).toBe('consent-not-live');
  });

  it('opens nothing that was left out, came later, or is another’s', async () => {
    const narrowed = await cast.reader.ask(consentRequest(named(first, second)));
    await cast.anna.authorise(narrowed, second);
    expect([await seen(first, narrowed), await seen(second, narrowed)]).toEqual(['not-found', 'Peeters']);

    const all = await given(consentRequest());
    const later = await policyOfAnna(cast.policies);
    expect(await seen(later, all)).toBe('not-found');
    expect(await seen(bens, all)).toBe('not-found');
  });

  it('opens nothing to another partner', async () => {
    const consentId = await given();
    const broker = await Client.of(cast.api, 'broker');
    const { status } = await broker.call('getPolicy', 'GET', `/policies/${first}`, {
      headers: under(consentId),
    });
    expect(status).toBe(404);
  });

  it('masks what it does not name', async () => {
    const consentId = await given(consentRequest({ ...named(first), permissions: ['POLICY_READ'] }));
    expect(await seen(first, consentId)).not.toBe('Peeters');
    expect((await read(first, consentId)).status).toBe(200);
  });

  it('opens a list of what it was given for, and no more', async () => {
    const consentId = await given(consentRequest(named(first, second)));
    const { body } = await client.call('listPolicies', 'GET', '/policies', { headers: under(consentId) });
    expect(body.data.map(({ policyId }: { policyId: string }) => policyId).sort()).toEqual(
      [first, second].sort(),
    );
  });
});

describe('a consent that takes another’s place', () => {
  it('opens what it is for, when it is given, and ends the other at that moment', async () => {
    const base = await given(consentRequest({ ...named(first), permissions: ['POLICY_READ'] }));
    const wider = await cast.reader.ask(consentRequest({ baseConsentId: base, ...named(first) }));
    expect(await seen(first, base)).not.toBe('Peeters');
    expect(await seen(first, wider)).toBe('consent-not-live');
    await cast.anna.authorise(wider);
    expect([await seen(first, base), await seen(first, wider)]).toEqual(['consent-not-live', 'Peeters']);
  });

  it('opens it again when it is the same, given anew; the ended one stays ended', async () => {
    const base = await given();
    await cast.anna.withdraw(base);
    const { body } = await cast.anna.reestablish(base);
    expect([await seen(first, base), await seen(first, body.consentId)]).toEqual([
      'consent-not-live',
      'Peeters',
    ]);
  });
});

describe('a consent to one change', () => {
  /** Anna's yes to the change, and the change at its price. */
  async function quoted(policyId: string): Promise<{ consentId: string; change: Reply; version: number }> {
    const consentId = await cast.reader.ask(changeRequest(policyId));
    await cast.anna.authorise(consentId);
    const { body } = await read(policyId, consentId);
    return { consentId, change: await quote(policyId, consentId), version: body.version };
  }

  const quote = (policyId: string, consentId: string, change: object = CHANGE.change) =>
    third.quoteChange(policyId, CHANGE.effectiveDate, change, under(consentId));

  it('is good for that change, once; a retry is answered, and nothing more is done', async () => {
    const policyId = await policyOfAnna(cast.policies);
    const { consentId, change, version } = await quoted(policyId);
    const again = await quote(policyId, consentId);
    const headers = { ...fresh(), ...under(consentId) };
    const issued = await third.issueChange(change, version, headers);
    expect(issued.status).toBe(200);

    const retried = await third.issueChange(change, version, headers);
    expect([retried.status, retried.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(retried.body).toEqual(issued.body);
    expect((await cast.reader.get(consentId)).body).toMatchObject({
      status: 'CONSUMED',
      end: { by: 'PARTNER', reason: 'done' },
    });
    const second = await third.issueChange(again, version + 1, { ...fresh(), ...under(consentId) });
    expect([second.status, problemOf(second.body)]).toEqual([403, 'consent-not-live']);
    expect((await quote(policyId, consentId)).status).toBe(403);
    expect(await seen(policyId, consentId)).toBe('consent-not-live');
  });

  it('is not good for another change, and is not used up by trying', async () => {
    const policyId = await policyOfAnna(cast.policies);
    const { consentId, change, version } = await quoted(policyId);
    const { address } = CHANGE.change;
    for (const other of [
      { address: { ...address, line1: 'Rue Neuve 6' } },
      { ...CHANGE.change, driver: { dateOfBirth: '1985-03-02', bonusMalusLevel: 0 } },
      { driver: { dateOfBirth: '1985-03-02', bonusMalusLevel: 0 } },
    ]) {
      const reply = await quote(policyId, consentId, other);
      expect([reply.status, problemOf(reply.body)]).toEqual([422, 'consent-mismatch']);
    }
    const otherDay = await third.quoteChange(policyId, '2027-03-02', CHANGE.change, under(consentId));
    expect(problemOf(otherDay.body)).toBe('consent-mismatch');
    const issued = await third.issueChange(change, version, { ...fresh(), ...under(consentId) });
    expect(issued.status).toBe(200);
  });

  it('is not good for a change that was quoted under another consent, or under none', async () => {
    const policyId = await policyOfAnna(cast.policies);
    const { change, version } = await quoted(policyId);
    const other = await cast.reader.ask(changeRequest(policyId));
    await cast.anna.authorise(other);
    const swapped = await third.issueChange(change, version, { ...fresh(), ...under(other) });
    expect([swapped.status, problemOf(swapped.body)]).toEqual([422, 'consent-mismatch']);

    const { effectiveDate, change: move } = CHANGE;
    const ofBroker = await cast.policies.quoteChange(policyId, effectiveDate, move);
    const taken = await third.issueChange(ofBroker, version, { ...fresh(), ...under(other) });
    expect([taken.status, problemOf(taken.body)]).toEqual([422, 'consent-mismatch']);
    expect((await cast.reader.get(other)).body.status).toBe('AUTHORISED');
  });

  it('is not used up by what is not well asked', async () => {
    const policyId = await policyOfAnna(cast.policies);
    const { consentId, change, version } = await quoted(policyId);
    const noKey = await third.issueChange(change, version, under(consentId));
    expect(noKey.status).toBe(400);
    const stale = await third.issueChange(change, version + 7, { ...fresh(), ...under(consentId) });
    expect(stale.status).toBe(412);
    expect((await cast.reader.get(consentId)).body.status).toBe('AUTHORISED');
  });

  it('is used once when it is used twice at once', async () => {
    const policyId = await policyOfAnna(cast.policies);
    const { consentId, change, version } = await quoted(policyId);
    const again = await quote(policyId, consentId);
    const issue = (which: Reply) => third.issueChange(which, version, { ...fresh(), ...under(consentId) });
    const replies = await Promise.all([issue(change), issue(again)]);

    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status } of replies) expect([200, 403, 409, 412]).toContain(status);
    const { body } = await cast.policies.transactions(policyId);
    expect(body.data.map(({ kind }: { kind: string }) => kind)).toEqual(['issuance', 'change']);
  });

  it('is good for nothing when it was withdrawn, or its time is over', async () => {
    const policyId = await policyOfAnna(cast.policies);
    const { consentId, change, version } = await quoted(policyId);
    await cast.anna.withdraw(consentId);
    const late = await third.issueChange(change, version, { ...fresh(), ...under(consentId) });
    expect([late.status, problemOf(late.body)]).toEqual([403, 'consent-not-live']);
    expect((await cast.policies.get(policyId)).body.version).toBe(version);
  });
});

describe('a consent that nobody stated to be over', () => {
  it('opens nothing from the moment on at which it is', async () => {
    const expiresAt = inMinutes(0.05);
    const consentId = await given(consentRequest({ ...named(first), expiresAt }));
    expect(await seen(first, consentId)).toBe('Peeters');
    for (;;) {
      const before = new Date().toISOString();
      const shown = await seen(first, consentId);
      if (before >= expiresAt) {
        expect(shown).toBe('consent-not-live');
        return;
      }
      await sleep(50);
    }
  });
});
