import { DeleteItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { now } from '../platform/clock.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { signJws } from '../platform/signer.ts';
import {
  CHECKPOINT,
  findCheckpoint,
  findLastReceipt,
  keyOf,
  numbered,
  releasesTable,
} from './chain-store.ts';
import { checkpointOf } from './checkpoint.ts';

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

/** Signs where a customer's chain ends, unless that was done before. Where two do so at once, either is good. */
export async function signChain(customerId: string): Promise<void> {
  const last = await findLastReceipt(customerId);
  const signed = await findCheckpoint(customerId);
  if (!last || (signed && signed.seq >= last.seq)) return;
  const { seq } = last;
  const jws = await signJws(variable('CHECKPOINT_KEY'), checkpointOf(last, now()));
  const key = keyOf(customerId, numbered(CHECKPOINT, seq));
  const item = { ...key, seq: { N: String(seq) }, jws: { S: jws } };
  await dynamodb.send(new PutItemCommand({ TableName: releasesTable(), Item: item }));
}
