import { generateKeyPairSync, sign } from 'node:crypto';
import { DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { compactJws, type PublicJwk, signingInput } from '../../functions/platform/jws.ts';
import { checkpointOf } from '../../functions/releases/checkpoint.ts';
import type { ChainedReceipt, Receipt } from '../../functions/releases/receipt.ts';
import { soon } from '../support/changes.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
let chains: typeof import('../../functions/releases/chain-store.ts');
let checkpoints: typeof import('../../functions/releases/checkpoint-store.ts');
let customerId: string;
let lines: Record<string, unknown>[];

beforeAll(async () => {
  platform = await startPlatform({
    Releases: { variable: 'RELEASES_TABLE', keys: ['customerId', 'entry'] },
  });
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'release-chain');
  chains = await import('../../functions/releases/chain-store.ts');
  checkpoints = await import('../../functions/releases/checkpoint-store.ts');
});
afterAll(() => platform.close());

/** Four receipts, signed after the second and the last. */
beforeEach(async () => {
  customerId = `cus_${crypto.randomUUID()}`;
  for (const _ of ['to the second', 'to the fourth']) {
    await append(2);
    await checkpoints.signChain(customerId);
  }
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(JSON.parse(String(text)));
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

async function append(count: number, customer = customerId): Promise<void> {
  for (let number = 1; number <= count; number++) {
    const receiptId = `rel_${crypto.randomUUID()}`;
    await chains.appendReceipt({ receiptId, customerId: customer, partnerId: 'reader' } as Receipt, soon());
  }
}

const at = (kind: string, seq: number, customer = customerId) => ({
  TableName: 'Releases',
  Key: { customerId: { S: customer }, entry: { S: `${kind}#${String(seq).padStart(12, '0')}` } },
});
const remove = (seq: number) => platform.client.send(new DeleteItemCommand(at('seq', seq)));

/** Puts a checkpoint where the newest belongs. */
async function checkpoint(seq: number, jws: string): Promise<void> {
  const { TableName, Key: key } = at('checkpoint', seq);
  const item = { ...key, seq: { N: String(seq) }, jws: { S: jws } };
  await platform.client.send(new PutItemCommand({ TableName, Item: item }));
}

async function signedAt(seq: number, customer = customerId): Promise<string> {
  const { Item: item } = await platform.client.send(new GetItemCommand(at('checkpoint', seq, customer)));
  return item?.jws?.S ?? '';
}

/** A checkpoint of the last receipt by a key of the forger's own. */
async function forged(): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const last = (await chains.findLastReceipt(customerId)) as ChainedReceipt;
  const jwk = publicKey.export({ format: 'jwk' }) as PublicJwk;
  const input = signingInput(jwk, checkpointOf(last, last.at));
  return compactJws(input, sign('sha256', Buffer.from(input), privateKey));
}

async function cutOff(): Promise<void> {
  await remove(3);
  await remove(4);
}

const tampered = () => lines.filter((line) => line.ChainTampered === 1).length;
const newest = (customer = customerId) => chains.findCheckpoint(customer);

describe('a chain', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['was cut off', cutOff],
    ['lost the receipt that was signed last', () => remove(4)],
    [
      'was cut off and lengthened to where it was',
      async () => {
        await cutOff();
        await append(2);
      },
    ],
    [
      'was cut off and lengthened beyond where it was',
      async () => {
        await cutOff();
        await append(3);
      },
    ],
    [
      'was cut off under a checkpoint of the forger’s own',
      async () => {
        await cutOff();
        await append(2);
        await checkpoint(4, await forged());
      },
    ],
    [
      'was cut off under an older checkpoint in the place of a newer',
      async () => {
        await cutOff();
        await append(3);
        await checkpoint(4, await signedAt(2));
      },
    ],
    [
      'was put under the checkpoint of another',
      async () => {
        const other = `${customerId}-other`;
        await append(5, other);
        await checkpoints.signChain(other);
        await append(1);
        await checkpoint(5, await signedAt(5, other));
      },
    ],
  ])('that %s is signed no more, and somebody is told', async (_, tamper) => {
    await tamper();
    const before = await newest();

    for (const _again of ['at once', 'and when it goes on']) {
      await checkpoints.signChain(customerId);
      await append(1);
    }

    expect(await newest()).toEqual(before);
    expect(tampered()).toBe(2);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'ERROR', customerId }));
  });

  test('as it was signed goes on, and nobody is told', async () => {
    await append(1);
    await checkpoints.signChain(customerId);
    expect((await newest())?.seq).toBe(5);
    expect(lines).toEqual([]);
  });

  test('that was tampered with keeps no other from being signed', async () => {
    const other = `${customerId}-other`;
    await append(1, other);
    await cutOff();
    for (const customer of [customerId, other]) await checkpoints.leaveUnsigned(customer);

    await checkpoints.signLeft();

    expect((await newest(other))?.seq).toBe(1);
    expect(tampered()).toBe(1);
    const unsigned = new QueryCommand({
      TableName: 'Releases',
      KeyConditionExpression: 'customerId = :unsigned',
      ExpressionAttributeValues: { ':unsigned': { S: 'unsigned' } },
    });
    expect((await platform.client.send(unsigned)).Items).toEqual([]);
  });
});
