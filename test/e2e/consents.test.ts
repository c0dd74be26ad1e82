import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Cast,
  CHANGE,
  changeRequest,
  consentRequest,
  policyOfAnna,
  policyOfBen,
  startCast,
} from '../support/consents.ts';
import { delivered, eventually } from '../support/events.ts';

const BACK = 'http://localhost:8080/callback';

let cast: Cast;
let first: string;
let second: string;
let bens: string;

beforeAll(async () => {
  cast = await startCast();
  first = await policyOfAnna(cast.policies);
  second = await policyOfAnna(cast.policies);
  bens = await policyOfBen(cast.policies);
});
afterAll(() => cast?.api.stop());

const named = (...policyIds: string[]) => ({ objects: policyIds.map((policyId) => ({ policyId })) });

describe('a consent that is asked for', () => {
  it('waits for an hour, under a link, and names nobody', async () => {
    const { reader } = cast;
    const asked = consentRequest({ ...named(first), redirectUri: BACK, state: 'state-1' });
    const { status, body } = await reader.create(asked);

    expect(status).toBe(201);
    expect(body).toMatchObject({
      version: 1,
      status: 'AWAITING_AUTHORISATION',
      partner: { partnerId: 'reader', name: 'Reader' },
      permissions: asked.permissions,
      purpose: asked.purpose,
      expiresAt: asked.expiresAt,
      oneShot: false,
      redirectUri: BACK,
      ...named(first),
    });
    expect(Date.parse(body.authoriseBy) - Date.parse(body.createdAt)).toBe(3_600_000);
    const link = `${cast.api.url}/dashboard?consent=${body.consentId}`;
    expect(body.authorisationUrl).toBe(`${link}&state=state-1`);
    expect(body).not.toHaveProperty('customerId');
    // The link alone knows the state: nobody kept it.
    expect((await reader.get(body.consentId)).body).toEqual({ ...body, authorisationUrl: link });
  });

  it('is there for who owns what it names, without the way back, and for nobody else', async () => {
    const { reader, anna, ben } = cast;
    const consentId = await reader.ask(consentRequest({ ...named(first), redirectUri: BACK, state: 'x' }));
    const { body } = await anna.get(consentId);

    expect(body).toMatchObject({ consentId, status: 'AWAITING_AUTHORISATION', ...named(first) });
    for (const hidden of ['redirectUri', 'state', 'authorisationUrl', 'redirectTo', 'customerId']) {
      expect(body).not.toHaveProperty(hidden);
    }
    expect((await ben.get(consentId)).status).toBe(404);
  });

  it('is there for every customer where it names nothing', async () => {
    const consentId = await cast.reader.ask();
    expect((await cast.anna.get(consentId)).status).toBe(200);
    expect((await cast.ben.get(consentId)).status).toBe(200);
  });

  it('shows the customer what one act it is for, and its partner no more than it said', async () => {
    const consentId = await cast.broker.ask(changeRequest(first));
    expect((await cast.anna.get(consentId)).body).toMatchObject({ oneShot: true, change: CHANGE });
    expect((await cast.broker.get(consentId)).body).not.toHaveProperty('change');
  });
});

describe('a yes', () => {
  it('makes it that customer’s, and sends them back', async () => {
    const { reader, anna, ben } = cast;
    const consentId = await reader.ask(
      consentRequest({ ...named(first, second), redirectUri: BACK, state: 'st-2' }),
    );
    const { status, body } = await anna.authorise(consentId);

    expect(status).toBe(200);
    expect(body).toMatchObject({ version: 2, status: 'AUTHORISED', ...named(first, second) });
    const back = new URL(body.redirectTo);
    expect(`${back.origin}${back.pathname}`).toBe(BACK);
    expect(Object.fromEntries(back.searchParams)).toEqual({ consentId, status: 'AUTHORISED' });

    const { body: partners } = await reader.get(consentId);
    expect(partners).toMatchObject({
      status: 'AUTHORISED',
      customerId: body.customerId,
      ...named(first, second),
    });
    expect(partners).not.toHaveProperty('authorisationUrl');
    expect((await ben.get(consentId)).status).toBe(404);
  });

  it('may be for less than was asked for', async () => {
    const consentId = await cast.reader.ask(consentRequest(named(first, second)));
    expect((await cast.anna.authorise(consentId, second)).body).toMatchObject(named(second));
    expect((await cast.reader.get(consentId)).body).toMatchObject(named(second));
  });

  it.each([
    ['what was not asked for', () => [second]],
    ['something more', () => [first, second]],
    ['what is another’s', () => [bens]],
    ['what there is not', () => ['pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R']],
  ])('is never for %s', async (_what, chosen) => {
    const consentId = await cast.reader.ask(consentRequest(named(first)));
    const { status, body } = await cast.anna.authorise(consentId, ...chosen());
    expect([status, body.type]).toEqual([422, 'urn:partner-api:problem:objects-widened']);
    expect((await cast.reader.get(consentId)).body.status).toBe('AWAITING_AUTHORISATION');
  });

  it('to all is to what there is now, and to nothing that comes later', async () => {
    const { reader, ben, policies } = cast;
    const consentId = await reader.ask();
    const { body } = await ben.authorise(consentId);
    const later = await policyOfBen(policies);

    expect(body.objects.map(({ policyId }: { policyId: string }) => policyId)).toContain(bens);
    const { body: after } = await reader.get(consentId);
    expect(after.objects).toEqual(body.objects);
    expect(JSON.stringify(after)).not.toContain(later);
  });
});

describe('a no', () => {
  it('ends it, for a reason, and sends the customer back; who it was the partner does not learn', async () => {
    const { reader, anna } = cast;
    const consentId = await reader.ask(consentRequest({ redirectUri: BACK, state: 'st-3' }));
    const { status, body } = await anna.reject(consentId, { reason: 'too-much-data' });

    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'REJECTED', end: { by: 'USER', reason: 'too-much-data' } });
    expect(new URL(body.redirectTo).searchParams.get('status')).toBe('REJECTED');
    const { body: partners } = await reader.get(consentId);
    expect(partners).toMatchObject({ status: 'REJECTED', end: body.end });
    expect(partners).not.toHaveProperty('customerId');
  });
});

describe('a consent in force', () => {
  it('rests and goes on as its customer wants, and ends when they want', async () => {
    const { reader, anna } = cast;
    const consentId = await reader.ask(consentRequest(named(first)));
    const statuses = [
      await anna.authorise(consentId),
      await anna.suspend(consentId),
      await anna.resume(consentId),
      await anna.suspend(consentId),
      await anna.withdraw(consentId, { reason: 'changed-mind' }),
    ].map(({ status, body }) => [status, body.version, body.status]);

    expect(statuses).toEqual([
      [200, 2, 'AUTHORISED'],
      [200, 3, 'SUSPENDED'],
      [200, 4, 'AUTHORISED'],
      [200, 5, 'SUSPENDED'],
      [200, 6, 'REVOKED'],
    ]);
    expect((await reader.get(consentId)).body.end).toMatchObject({ by: 'USER', reason: 'changed-mind' });
  });

  it('can be given up by its partner', async () => {
    const { reader, anna } = cast;
    const consentId = await reader.ask();
    await anna.authorise(consentId);
    expect((await reader.revoke(consentId)).body).toMatchObject({
      status: 'REVOKED',
      end: { by: 'PARTNER', reason: 'given-up' },
    });
    expect((await anna.get(consentId)).body.status).toBe('REVOKED');
  });
});

describe('lists', () => {
  const ids = ({ body }: { body: { data: { consentId: string }[] } }) =>
    body.data.map((row) => row.consentId);

  it('show a partner what it has asked for, newest first, page by page', async () => {
    const { broker, reader } = cast;
    const asked = [await broker.ask(), await broker.ask(), await broker.ask()].reverse();
    const page = await broker.list('?limit=2');
    const rest = await broker.list(`?limit=100&cursor=${page.body.next}`);

    expect([...ids(page), ...ids(rest)].slice(0, 3)).toEqual(asked);
    expect(rest.body.next).toBeNull();
    expect(ids(await reader.list('?limit=100')).filter((id) => asked.includes(id))).toEqual([]);
  });

  it('show a customer what they have decided on, newest first, and nothing that merely waits', async () => {
    const { reader, anna, ben } = cast;
    const [yes, no, waiting] = [await reader.ask(), await reader.ask(), await reader.ask()];
    await anna.authorise(yes);
    await anna.reject(no);
    const mine = ids(await anna.list('?limit=100'));

    expect(mine.slice(0, 2)).toEqual([no, yes]);
    expect(mine).not.toContain(waiting);
    const page = await anna.list('?limit=1');
    expect(ids(await anna.list(`?limit=1&cursor=${page.body.next}`))).toEqual([yes]);
    expect(ids(await ben.list('?limit=100'))).not.toContain(yes);
  });

  it.each(['bm90LWEtY3Vyc29y', 'cXVvXzAxS0FFOFoyVjBROE01VDNTN1I5WFdZQjRD'])(
    'take no cursor of another: %s',
    async (cursor) => {
      expect((await cast.reader.list(`?cursor=${cursor}`)).status).toBe(400);
      expect((await cast.anna.list(`?cursor=${cursor}`)).status).toBe(400);
    },
  );
});

describe('a retry', () => {
  it('of asking is answered as it was at first, whatever has become of the consent', async () => {
    const { reader, anna } = cast;
    const key = { 'idempotency-key': randomUUID() };
    const asked = consentRequest({ ...named(first, second), redirectUri: BACK, state: 'a+b/c==' });
    const { body } = await reader.create(asked, key);
    expect(new URL(body.authorisationUrl).searchParams.get('state')).toBe('a+b/c==');
    await anna.authorise(body.consentId, second);
    const again = await reader.create(asked, key);

    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect([again.status, again.body]).toEqual([201, body]);
    expect((await reader.create({ ...asked, purpose: 'Another one.' }, key)).status).toBe(422);
  });

  it('of re-establishing gives the same consent', async () => {
    const { reader, anna } = cast;
    const consentId = await reader.ask();
    await anna.authorise(consentId);
    await anna.withdraw(consentId);
    const key = { 'idempotency-key': randomUUID() };
    const once = await anna.reestablish(consentId, key);
    const twice = await anna.reestablish(consentId, key);

    expect(once.status).toBe(201);
    expect(twice.headers.get('idempotency-replayed')).toBe('true');
    expect(twice.body).toEqual(once.body);
  });
});

describe('the bus', () => {
  it('tells of every step, by the contract, and of who said no only that somebody did', async () => {
    const { api, reader, anna } = cast;
    const [kept, refused] = [await reader.ask(consentRequest(named(first))), await reader.ask()];
    await anna.authorise(kept);
    await anna.suspend(kept);
    await anna.resume(kept);
    await anna.withdraw(kept);
    await anna.reject(refused);
    const events = await eventually(
      api,
      (all) => delivered(all, 'consent.revoked', kept) && delivered(all, 'consent.rejected', refused),
    );
    const of = (id: string) => events.filter(({ detail }) => detail.aggregateId === id);

    expect(of(kept).map(({ detailType, detail }) => [detailType, detail.version])).toEqual([
      ['consent.requested', 1],
      ['consent.authorised', 2],
      ['consent.suspended', 3],
      ['consent.resumed', 4],
      ['consent.revoked', 5],
    ]);
    for (const { detail } of of(kept)) {
      expect(detail).toMatchObject({ consentId: kept, partnerId: 'reader', ...named(first) });
    }
    expect(of(refused).map(({ detailType }) => detailType)).toEqual([
      'consent.requested',
      'consent.rejected',
    ]);
    expect(of(refused)[1]?.detail).toMatchObject({ end: { by: 'USER', reason: 'rejected' } });
    expect(of(refused)[1]?.detail).not.toHaveProperty('customerId');
  });
});
