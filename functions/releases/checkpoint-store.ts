import { DeleteItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { now } from '../platform/clock.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { count } from '../platform/metric.ts';
import { signJws, thumbprintOf } from '../platform/signer.ts';
import {
  CHECKPOINT,
  findCheckpoint,
  findLastReceipt,
  keyOf,
  numbered,
  releasesTable,
  type SignedCheckpoint,
} from './chain-store.ts';
import { checkpointOf, openCheckpoint, vouchesFor } from './checkpoint.ts';

/** Under what the names of customers lie whose chain could not be signed. */
const UNSIGNED = 'unsigned';

/** So many chains that were left unsigned are signed along with others. */
const MOST_LEFT = 10;

/** Notes that a customer's chain is still to be signed as far as it goes. */
export async function leaveUnsigned(customerId: string): Promise<void> {
  const item = keyOf(UNSIGNED, customerId);
  await dynamodb.send(new PutItemCommand({ TableName: releasesTable(), Item: item }));
}

/** Signs some of the chains that were left unsigned. Throws at the first that still cannot be. */
export async function signLeft(): Promise<void> {
  const { Items: left = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: releasesTable(),
      KeyConditionExpression: 'customerId = :unsigned',
      ExpressionAttributeValues: { ':unsigned': { S: UNSIGNED } },
      Limit: MOST_LEFT,
    }),
  );
  for (const { entry } of left) {
    const customerId = entry?.S ?? '';
    await signChain(customerId);
    const key = keyOf(UNSIGNED, customerId);
    await dynamodb.send(new DeleteItemCommand({ TableName: releasesTable(), Key: key }));
  }
}

/**
 * Signs where a customer's chain ends, unless that was done before. Where two do so at once, either is good. A chain that
 * is not what was signed before is not signed again, and counted: the last good checkpoint is what convicts it.
 */
export async function signChain(customerId: string): Promise<void> {
  const signed = await findCheckpoint(customerId);
  const last = await findLastReceipt(customerId);
  if (signed && !(await stillHolds(signed, customerId))) return reportTampered(customerId, signed.seq);
  if (!last || signed?.seq === last.seq) return;
  const { seq } = last;
  const jws = await signJws(checkpointKey(), checkpointOf(last, now()));
  const key = keyOf(customerId, numbered(CHECKPOINT, seq));
  const item = { ...key, seq: { N: String(seq) }, jws: { S: jws } };
  await dynamodb.send(new PutItemCommand({ TableName: releasesTable(), Item: item }));
}

/** Whether the receipt that was signed last is still in its place, with the hash that was signed. */
async function stillHolds({ seq, jws }: SignedCheckpoint, customerId: string): Promise<boolean> {
  const checkpoint = openCheckpoint(jws, await thumbprintOf(checkpointKey()));
  const receipt = await findLastReceipt(customerId, seq + 1);
  return checkpoint !== undefined && receipt?.seq === seq && vouchesFor(checkpoint, receipt);
}

/** To try again would be in vain: it is left to people, and holds no other chain up. */
function reportTampered(customerId: string, seq: number): void {
  count('ChainTampered', 1);
  log.error('a chain is not what was signed', { customerId, seq });
}

function checkpointKey(): string {
  return variable('CHECKPOINT_KEY');
}
