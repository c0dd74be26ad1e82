import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, newOpaqueId } from '../../../functions/platform/ids.ts';
import { euros, lossOf } from '../../support/claims.ts';
import { Client, type Reply } from '../../support/client.ts';
import { type Cast, castOf, changeRequest, consentRequest } from '../../support/consents.ts';
import { daysAhead } from '../../support/days.ts';
import { until } from '../../support/drives.ts';
import { eachOf } from '../../support/each-of.ts';
import { times, tried } from '../../support/evidence.ts';
import { type Insured, startInsured } from '../../support/insured.ts';
import { fresh, issueRequest, Policies } from '../../support/policies.ts';
import { send } from '../../support/request.ts';
import { upcomingRequest } from '../../support/risks.ts';
import { authorised, Telematics, under } from '../../support/telematics.ts';

const AT_ONCE = times(12, 60);

let insured: Insured;
let cast: Cast;
let broker: Client;

beforeAll(async () => {
  insured = await startInsured();
  cast = await castOf(insured.api);
  broker = await Client.of(insured.api, 'broker');
}, 180_000);
afterAll(() => insured?.api.stop());

/** The same act so many times at once; where the API is too busy, again under the same key. */
function atOnce(count: number, act: (key: Record<string, string>, index: number) => Promise<Reply>) {
  const insist = async (key: Record<string, string>, index: number): Promise<Reply> => {
    const reply = await act(key, index);
    return reply.status === 503 ? insist(key, index) : reply;
  };
  return Promise.all(Array.from({ length: count }, (_, index) => insist(fresh(), index)));
}

const good = (replies: readonly Reply[]) => replies.filter(({ status }) => status < 300);
const codesOf = (replies: readonly Reply[]) =>
  [
    ...new Set(replies.map(({ status, body }) => `${status} ${body.type?.split(':').at(-1) ?? ''}`.trim())),
  ].sort();

describe('API6:2023 unrestricted access to sensitive business flows', () => {
  it('API6:2023 one quote makes one policy, however many bind it at once, and by whichever offer', async ({
    task,
  }) => {
    const quote = await broker.createQuote(upcomingRequest());
    const { offers } = quote.body;
    const replies = await atOnce(AT_ONCE, (key, index) => {
      const { offerId } = offers[index % offers.length];
      return insured.policies.issue(issueRequest(quote, { offerId }), key);
    });
    expect(good(replies)).toHaveLength(1);
    const { body } = await broker.getQuote(quote.body.quoteId);
    expect([body.status, body.policyId]).toEqual(['bound', good(replies)[0]?.body.policyId]);
    tried(task, 'bindings of one quote at once', replies.length);
  });

  it('API6:2023 a claim is paid what is payable, however many pay it at once', async ({ task }) => {
    const loss = { occurredAt: daysAhead(-1), estimatedAmount: euros('3500.00') };
    const claimId = await insured.broker.open(lossOf(insured.ownDamage, loss));
    await insured.handler.decide(claimId, 1, { decision: 'approve', coverage: 'OD', loss: euros('3500.00') });
    const replies = await atOnce(AT_ONCE, (key) => insured.handler.pay(claimId, '700.00', key));
    expect(good(replies)).toHaveLength(4);
    expect((await insured.handler.get(claimId)).body.paid).toEqual(euros('2800.00'));
    tried(task, 'payments of one claim at once', replies.length);
  });

  it('API6:2023 of losses notified at once no two are settled by the rules as if they were the only one', async ({
    task,
  }) => {
    const loss = { occurredAt: daysAhead(-9), cause: 'fire', estimatedAmount: euros('900.00') };
    const replies = await atOnce(AT_ONCE, (key) =>
      insured.broker.notify(lossOf(insured.ownDamage, loss), key),
    );
    const settled = good(replies).filter(({ body }) => body.route === 'straight-through');
    expect(settled.length).toBeLessThanOrEqual(1);
    tried(task, 'notices of the same loss at once', replies.length, { settled: settled.length });
  });

  it('API6:2023 prices locked in bulk are worth no more than one', async ({ task }) => {
    const { body } = await insured.policies.bind(upcomingRequest());
    const prices = await atOnce(AT_ONCE, (key) =>
      insured.policies.quoteChange(body.policyId, body.term.start, { coverage: 'TPL++' }, key),
    );
    expect(good(prices)).toHaveLength(AT_ONCE);
    const issued = await atOnce(AT_ONCE, (key, index) =>
      insured.policies.issueChange(prices[index] as Reply, 1, key),
    );
    expect(good(issued)).toHaveLength(1);
    const late = await atOnce(AT_ONCE, (key, index) =>
      insured.policies.issueChange(prices[index] as Reply, 2, key),
    );
    expect(good(late)).toEqual([]);
    const { data } = (await insured.policies.transactions(body.policyId)).body;
    expect(data.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['change', 'issuance']);
    tried(task, 'changes priced and issued at once', 2 * AT_ONCE);
  });
});

describe('API6:2023 what a consent is for once', () => {
  const third = async () => new Policies(await Client.of(insured.api, 'reader'));

  it('API6:2023 is done once, however many do it at once: a change', async ({ task }) => {
    const { policyId } = (await insured.policies.bind(upcomingRequest())).body;
    const request = changeRequest(policyId, { change: { effectiveDate: daysAhead(100), change: MOVE } });
    const once = await authorised(cast.reader, cast.anna, request);
    const policies = await third();
    const price = await policies.quoteChange(policyId, daysAhead(100), MOVE, under(once));
    const replies = await atOnce(AT_ONCE, (key) =>
      policies.issueChange(price, 1, { ...key, ...under(once) }),
    );
    expect(codesOf(good(replies))).toEqual(['200']);
    expect(good(replies)).toHaveLength(1);
    expect((await cast.reader.get(once)).body.status).toBe('CONSUMED');
    tried(task, 'issues of one change under a one-shot consent at once', replies.length);
  });

  it('API6:2023 is done once, however many do it at once: a notice', async ({ task }) => {
    const claimNotification = lossOf(insured.liability, { occurredAt: daysAhead(-12) });
    const once = await authorised(
      cast.reader,
      cast.anna,
      consentRequest({
        permissions: ['CLAIM_NOTIFY'],
        objects: [{ policyId: insured.liability }],
        oneShot: true,
        claimNotification,
      }),
    );
    const replies = await atOnce(AT_ONCE, (key) =>
      insured.reader.notify(claimNotification, { ...key, ...under(once) }),
    );
    expect(good(replies)).toHaveLength(1);
    expect((await cast.reader.get(once)).body.status).toBe('CONSUMED');
    tried(task, 'notices under a one-shot consent at once', replies.length);
  });

  it('API6:2023 nobody’s dashboard is filled with requests of partners that they do not know', async ({
    task,
  }) => {
    const before = (await cast.anna.list('?limit=100')).body.data.length;
    const asked = await atOnce(AT_ONCE, (key) =>
      cast.reader.create(consentRequest({ objects: [{ policyId: insured.liability }] }), key),
    );
    expect(good(asked)).toHaveLength(AT_ONCE);
    expect((await cast.anna.list('?limit=100')).body.data).toHaveLength(before);
    tried(task, 'consents asked for at once', asked.length);
  });
});

describe('API6:2023 what somebody must not find out by asking often', () => {
  /** A consent to be priced by the driving on a policy whose driver is known since a device was registered. */
  async function consentToScore(): Promise<string> {
    const { policyId } = (await insured.policies.bind(upcomingRequest())).body;
    const permissions = ['TELEMATICS_COLLECT', 'TELEMATICS_SCORE_READ'];
    const request = consentRequest({ permissions, objects: [{ policyId }] });
    const consentId = await authorised(cast.broker, cast.anna, request);
    const telematics = new Telematics(broker);
    await telematics.device(policyId, consentId);
    await until(async () => (await telematics.score(policyId, under(consentId))).body.version > 0);
    return consentId;
  }

  it('API6:2023 when a driver was born: five a day are tried under a consent, whoever asks at once', async ({
    task,
  }) => {
    const consentId = await consentToScore();
    const born = Array.from({ length: AT_ONCE }, (_, n) => daysAhead(-14_000 - n));
    const replies = await atOnce(AT_ONCE, (key, index) =>
      broker.createQuote(
        { ...upcomingRequest({ driver: { dateOfBirth: born[index] } }) },
        { ...key, ...under(consentId) },
      ),
    );
    const told = replies.filter(({ status }) => status !== 429);
    expect(told).toHaveLength(5);
    expect(good(replies)).toEqual([]);
    tried(task, 'birth dates guessed under a consent', replies.length, { 'of which looked at': told.length });
  });

  it('API6:2023 the ids of others: they are chance, and what is next to one is nothing', async ({ task }) => {
    const { body: policy } = await insured.policies.bind(upcomingRequest());
    const real = [`/policies/${policy.policyId}`, `/policies?policyNumber=${policy.policyNumber}`];
    const claimId = await insured.broker.open(lossOf(insured.liability, { occurredAt: daysAhead(-20) }));
    real.push(`/claims/${claimId}`);
    const neighbours = real.flatMap((path) =>
      [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']
        .map((letter) => path.slice(0, -1) + letter)
        .filter((other) => other !== path),
    );
    const token = await insured.api.token('handler');
    await eachOf(neighbours, async (path) => {
      const { status, json } = await send(insured.api, { path, token });
      expect(status === 404 || json.data?.length === 0, path).toBe(true);
    });
    tried(task, 'neighbours of an id or a number', neighbours.length);
  });

  it('API6:2023 how many there are: an id tells when at most, and what names a person not even that', ({
    task,
  }) => {
    const count = times(20_000, 200_000);
    const timed = Array.from({ length: count }, () => newId('pol').slice(14));
    const opaque = Array.from({ length: count }, () => newOpaqueId('cus').slice(4));
    for (const chance of [timed, opaque]) {
      expect(new Set(chance).size).toBe(count);
      expect(worstOfLetters(chance)).toBeLessThan(HIGHEST_CHI_SQUARE);
      const later = chance.filter((text, index) => text > (chance[index - 1] ?? '')).length;
      // As many rise as fall, within five standard deviations.
      expect(Math.abs(later - count / 2)).toBeLessThan(2.5 * Math.sqrt(count));
    }
    tried(task, 'ids, letter by letter', 2 * count);
  });
});

const MOVE = { address: { line1: 'Rue Neuve 5', city: 'Liège', postcode: '4000', country: 'BE' } };

/** Of 31 degrees of freedom: what chance exceeds once in ten million times. */
const HIGHEST_CHI_SQUARE = 92;

/** How far the letters of the worst place are from being equally frequent, as chi-square. */
function worstOfLetters(texts: readonly string[]): number {
  const places = [...(texts[0] ?? '')].map((_, place) => {
    const counts = new Map<string, number>();
    for (const text of texts) counts.set(text.charAt(place), (counts.get(text.charAt(place)) ?? 0) + 1);
    const expected = texts.length / 32;
    const missing = 32 - counts.size;
    return [...counts.values()].reduce(
      (sum, seen) => sum + (seen - expected) ** 2 / expected,
      missing * expected,
    );
  });
  return Math.max(...places);
}
