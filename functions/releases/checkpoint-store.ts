import { PutItemCommand } from '@aws-sdk/client-dynamodb';
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
