import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Claims } from '../support/claims.ts';
import { Client, type Reply } from '../support/client.ts';
import { daysAhead } from '../support/days.ts';
import { Policies, valuedRequest } from '../support/policies.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

/** How many days ago claims were notified, the newest last. */
const AGES = [9, 4, 0];

let api: RunningApi;
let broker: Claims;
let reader: Claims;
let handler: Claims;
/** A theft without a report and a plain loss of each age, each on a policy of its own, in the order of notification. */
const thefts: string[] = [];
const plain: string[] = [];

beforeAll(async () => {
  const cdkOut = unthrottledAssembly();
  let dataDir: string | undefined;
  for (const age of AGES) {
    await api?.stop();
    api = await startApi({
      cdkOut,
      ...(age > 0 && { env: { NOW: daysAhead(-age) } }),
      ...(dataDir && { dataDir }),
    });
    ({ dataDir } = api);
    const client = await Client.of(api, 'broker');
    const policies = new Policies(client);
    broker = new Claims(client);
    const notify = async (cause: string) => {
      const { body } = await policies.bind(valuedRequest('10000.00', daysAhead(-age - 20)));
      const { policyId, createdAt: occurredAt } = body;
      return broker.open({ policyId, occurredAt, description: 'Gone.', cause });
    };
    thefts.push(await notify('theft'));
    plain.push(await notify('other'));
  }
  reader = new Claims(await Client.of(api, 'reader'));
  handler = new Claims(await Client.of(api, 'handler'));
});
afterAll(() => api?.stop());

const idsOf = ({ body }: Reply) => body.data.map(({ claimId }: { claimId: string }) => claimId);

/** All ids of a list, page by page. */
async function through(query: string): Promise<string[]> {
  const ids: string[] = [];
  let next: string | null = '';
  do {
    const reply: Reply = await handler.list(`${query}${next === '' ? '' : `&cursor=${next}`}`);
    expect(reply.body.data.length).toBeLessThanOrEqual(2);
    ids.push(...idsOf(reply));
    next = reply.body.next;
  } while (next !== null);
  return ids;
}

describe('the work of a queue', () => {
  it('is what waits there, oldest first, with ages and every reason', async () => {
    const { status, body } = await handler.list('?queue=investigation');
    expect(status).toBe(200);
    expect(
      body.data.map(({ claimId, ageDays }: { claimId: string; ageDays: number }) => [claimId, ageDays]),
    ).toEqual(thefts.map((claimId, index) => [claimId, AGES[index]]));
    for (const row of body.data) {
      expect(row).toMatchObject({ status: 'received', route: 'review', queue: 'investigation' });
      const codes = row.reasons.map(({ code }: { code: string }) => code);
      expect(codes).toContain('theft-without-report');
    }
    expect(body.next).toBeNull();
  });

  it('comes page by page, of one queue and of all', async () => {
    expect(await through('?queue=investigation&limit=2')).toEqual(thefts);
    expect((await through('?limit=2')).sort()).toEqual([...thefts, ...plain].sort());
    expect((await handler.list('?queue=attic')).body).toEqual({ data: [], next: null });
  });

  it('moves with who moves it, and is done once the claim is closed', async () => {
    const [claimId = ''] = thefts;
    expect((await handler.assign(claimId, 1, 'injury')).status).toBe(200);
    expect(idsOf(await handler.list('?queue=investigation'))).not.toContain(claimId);
    expect(idsOf(await handler.list('?queue=injury'))).toContain(claimId);
    const decision = { decision: 'deny', coverage: 'OD', reason: 'not-covered' };
    await handler.decide(claimId, 2, decision);
    expect((await handler.close(claimId, 3)).status).toBe(200);
    expect(idsOf(await handler.list('?queue=injury'))).not.toContain(claimId);
  });

  it('misses nothing that is being moved from one queue to another', async () => {
    const [, ...moving] = plain;
    const move = async (claimId: string) => {
      for (const queue of ['investigation', 'injury', 'investigation', 'review']) {
        const { body } = await handler.get(claimId);
        expect((await handler.assign(claimId, body.version, queue)).status).toBe(200);
      }
    };
    const look = async () => {
      for (let round = 0; round < 10; round++) {
        const reply = await handler.list();
        expect(reply.status).toBe(200);
        const ids = idsOf(reply);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toEqual(expect.arrayContaining(moving));
      }
    };
    await Promise.all([...moving.map(move), look(), look()]);
  });

  it('is nobody else’s to see', async () => {
    for (const partner of [broker, reader]) {
      expect((await partner.list('?queue=review')).status).toBe(403);
    }
    const { body } = await broker.list();
    expect(JSON.stringify(body)).not.toMatch(/queue|reasons|investigation/);
  });
});

describe('a partner’s claims', () => {
  it('are those on its own policies, newest first', async () => {
    const all = [...thefts, ...plain].sort().reverse();
    const { body } = await broker.list('?limit=4');
    expect(idsOf({ body } as Reply)).toEqual(all.slice(0, 4));
    expect(idsOf(await broker.list(`?limit=4&cursor=${body.next}`))).toEqual(all.slice(4));
    expect((await reader.list()).body).toEqual({ data: [], next: null });
  });

  it('are found by their policy, one search at a time', async () => {
    const { body } = await broker.get(thefts[1] ?? '');
    const found = await broker.list(`?policyId=${body.policyId}`);
    expect(idsOf(found)).toEqual([thefts[1]]);
    expect((await handler.list(`?policyId=${body.policyId}`)).body.data).toHaveLength(1);
    expect((await reader.list(`?policyId=${body.policyId}`)).status).toBe(404);
    expect((await handler.list(`?policyId=${body.policyId}&queue=review`)).status).toBe(400);
    expect((await broker.list('?cursor=abc')).status).toBe(400);
  });
});
