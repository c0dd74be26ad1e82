import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromItem } from '../../functions/platform/ledger.ts';
import { verifyChain } from '../../functions/releases/checkpoint.ts';
import { type ChainedReceipt, type Receipt, receiptIn } from '../../functions/releases/receipt.ts';
import { soon } from '../support/changes.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
let chains: typeof import('../../functions/releases/chain-store.ts');
let checkpoints: typeof import('../../functions/releases/checkpoint-store.ts');
let record: typeof import('../../functions/releases/store.ts').recordRelease;
let customerId: string;
/** What happens before each of the next requests to the database. */
const interludes: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const tables = {
    Ledger: { variable: 'LEDGER_TABLE', keys: ['aggregateId', 'version'] },
    Releases: { variable: 'RELEASES_TABLE', keys: ['customerId', 'entry'] },
  } as const;
  platform = await startPlatform(tables, async () => {
    await interludes.shift()?.();
  });
  chains = await import('../../functions/releases/chain-store.ts');
  checkpoints = await import('../../functions/releases/checkpoint-store.ts');
  ({ recordRelease: record } = await import('../../functions/releases/store.ts'));
});
afterAll(() => platform.close());
beforeEach(() => {
  customerId = `cus_${crypto.randomUUID()}`;
});

const receipt = (instead: Partial<Receipt> = {}): Receipt => ({
  receiptId: `rel_${crypto.randomUUID()}`,
  customerId,
  at: '2026-11-21T08:00:00.000Z',
  basis: 'consent',
  partnerId: 'reader',
  actor: 'reader-app',
  consentId: 'con_1',
  purpose: 'Comparing prices',
  operationId: 'getPolicy',
  classes: ['contact', 'identity'],
  objects: [{ policyId: 'pol_1' }],
  requestId: 'request-1',
  interactionId: 'interaction-1',
  ...instead,
});
const receipts = (count: number) => Array.from({ length: count }, () => receipt());
const append = (one: Receipt) => chains.appendReceipt(one, soon());
const idsOf = (all: readonly Receipt[]) => all.map(({ receiptId }) => receiptId);

/** The whole chain, oldest first. */
async function chainOf(customer = customerId): Promise<ChainedReceipt[]> {
  const { receipts: newest } = await chains.listReleases(customer, undefined, 1_000);
  return newest.reverse();
}

/** What is wrong with the chain as it lies there, by its newest checkpoint. */
async function flaw(copy?: readonly ChainedReceipt[]) {
  const { jws = '' } = (await newest()) ?? {};
  const { kid = '' } = decodeProtectedHeader(jws);
  return verifyChain(copy ?? (await chainOf()), jws, kid);
}
const newest = () => chains.findCheckpoint(customerId);

describe('a receipt', () => {
  test('is put on record once, as an entry of the ledger', async () => {
    const one = receipt();
    await record(one);
    const Key = { aggregateId: { S: one.receiptId }, version: { N: '1' } };
    const { Item: item = {} } = await platform.client.send(new GetItemCommand({ TableName: 'Ledger', Key }));
    expect(receiptIn(fromItem(item as Record<string, { S?: string; N?: string }>))).toEqual(one);
    await record({ ...one, classes: [] });
    const again = await platform.client.send(new GetItemCommand({ TableName: 'Ledger', Key }));
    expect(again.Item).toEqual(item);
  });
});

describe('a chain', () => {
  test('takes receipts in their order, and each customer has one', async () => {
    const [mine, others] = [receipts(3), [receipt({ customerId: `${customerId}-other` })]];
    for (const one of [...mine, ...others]) await append(one);

    const chain = await chainOf();
    expect(idsOf(chain)).toEqual(idsOf(mine));
    expect(chain.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect((await chainOf(`${customerId}-other`)).map(({ seq }) => seq)).toEqual([1]);
  });

  test('takes a receipt once, however often the stream brings it', async () => {
    const [first, second] = receipts(2) as [Receipt, Receipt];
    for (const one of [first, second, first, second, first]) await append(one);
    await Promise.all([second, first, second].map(append));

    expect(idsOf(await chainOf())).toEqual(idsOf([first, second]));
  });

  test('has no gap and no branch where several shards lengthen it at once', async () => {
    const brought = receipts(24);
    const shards = [0, 1, 2].map((shard) => brought.filter((_, index) => index % 3 === shard));
    // The stream brings some of them twice, and to two readers at once.
    shards.push([...(shards[0] ?? []).slice(4)]);

    await Promise.all(
      shards.map(async (shard) => {
        for (const one of shard) await append(one);
        await checkpoints.signChain(customerId);
      }),
    );

    const chain = await chainOf();
    expect(idsOf(chain).sort()).toEqual(idsOf(brought).sort());
    expect((await newest())?.seq).toBe(24);
    expect(await flaw()).toBeUndefined();
  });

  test('tells when no place was free in time', async () => {
    await append(receipt());
    const rivals = Promise.all(receipts(10).map(append));
    const late = receipts(10).map((one) => chains.appendReceipt(one, Date.now() - 1));
    const outcomes = await Promise.allSettled(late);
    await rivals;

    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(reasons.length).toBeGreaterThan(0);
    for (const { message } of reasons) expect(message).toBe('no place in the chain was free in time');
    const taken = outcomes.length - reasons.length;
    expect((await chainOf()).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 11 + taken }, (_, index) => index + 1),
    );
  });

  test('is listed newest first, in pages', async () => {
    const all = receipts(5);
    for (const one of all) await append(one);

    const first = await chains.listReleases(customerId, undefined, 2);
    const second = await chains.listReleases(customerId, 4, 2);
    const third = await chains.listReleases(customerId, 2, 2);

    expect([first, second, third].map(({ more }) => more)).toEqual([true, true, false]);
    const listed = [first, second, third].flatMap((page) => page.receipts);
    expect(idsOf(listed)).toEqual(idsOf(all).reverse());
  });

  test('is never listed shorter than what is signed of it, though it grows meanwhile', async () => {
    const { listMyReleases } = await import('../../functions/rights/list-releases.ts');
    const call = { principal: { customerId }, query: {} } as Parameters<typeof listMyReleases>[0];
    const grow = async () => {
      await append(receipt());
      await checkpoints.signChain(customerId);
    };
    await grow();

    interludes.push(async () => undefined, grow);
    const { body } = await listMyReleases(call);

    expect(body.data.map(({ seq }) => seq)).toEqual([2, 1]);
    expect(decodeJwt(body.checkpoint ?? '').seq).toBe(1);
  });
});

describe('a checkpoint', () => {
  test('proves the chain that lies there, and shows what is done to a copy', async () => {
    for (const one of receipts(4)) await append(one);
    await checkpoints.signChain(customerId);
    const chain = await chainOf();
    const third = chain[2] as ChainedReceipt;

    expect(await flaw(chain)).toBeUndefined();
    expect(await flaw(chain.slice(0, 3))).toEqual({ code: 'receipts-missing', seq: 4 });
    expect(await flaw(chain.toSpliced(1, 1))).toEqual({ code: 'receipt-out-of-chain', seq: 2 });
    expect(await flaw(chain.with(2, { ...third, classes: [] }))).toEqual({
      code: 'receipt-out-of-chain',
      seq: 3,
    });
  });

  test('is signed once for a place, and again when the chain has gone on', async () => {
    expect(await newest()).toBeUndefined();
    await checkpoints.signChain(customerId);
    expect(await newest()).toBeUndefined();
    await append(receipt());
    await checkpoints.signChain(customerId);
    const first = await newest();
    await checkpoints.signChain(customerId);
    expect(await newest()).toEqual(first);

    await append(receipt());
    expect(await flaw()).toBeUndefined();
    await checkpoints.signChain(customerId);
    expect((await newest())?.seq).toBe(2);
    expect(await flaw()).toBeUndefined();
  });

  test('of any time stays, so that who kept one can still hold the chain to it', async () => {
    const kept: string[] = [];
    for (const one of receipts(3)) {
      await append(one);
      await checkpoints.signChain(customerId);
      kept.push((await newest())?.jws ?? '');
    }
    const chain = await chainOf();
    for (const jws of kept) {
      const { kid = '' } = decodeProtectedHeader(jws);
      expect(verifyChain(chain, jws, kid)).toBeUndefined();
    }
    const { Items: items = [] } = await platform.client.send(new ScanCommand({ TableName: 'Releases' }));
    const signed = items.filter((item) => item.customerId?.S === customerId && item.jws);
    expect(signed.map(({ jws }) => jws?.S)).toEqual(kept);
  });
});
