import { DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Receipt } from '../../functions/releases/receipt.ts';
import { soon } from '../support/changes.ts';
import { keyArn } from '../support/services.ts';
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

/** Puts the checkpoint of one place, also of another's chain, where that of another belongs. */
async function copyCheckpoint(from: number, to: number, customer = customerId): Promise<void> {
  const { Item: item } = await platform.client.send(
    new GetItemCommand(at('checkpoint', from, customer)),
  );
  const { TableName, Key: key } = at('checkpoint', to);
  const copied = { ...item, ...key, seq: { N: String(to) } };
  await platform.client.send(new PutItemCommand({ TableName, Item: copied }));
}

async function cutOff(): Promise<void> {
  await remove(3);
  await remove(4);
}

const tampered = () => lines.filter((line) => line.ChainTampered === 1).length;
const newest = (customer = customerId) => chains.findCheckpoint(customer);
