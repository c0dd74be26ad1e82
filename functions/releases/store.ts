import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { newId } from '../platform/ids.ts';
import { toItem } from '../platform/ledger.ts';
import { entryOf, type Receipt } from './receipt.ts';

/** Puts a receipt on record: a ledger entry of its own, by a single put. Throws where it could not be written. */
export async function recordRelease(receipt: Receipt): Promise<void> {
  const put = new PutItemCommand({
    TableName: variable('LEDGER_TABLE'),
    Item: toItem(entryOf(receipt, newId('evt'))),
    ConditionExpression: 'attribute_not_exists(aggregateId)',
  });
  try {
    await dynamodb.send(put);
  } catch (error) {
    // Its id is new: what is there is this very receipt, by an attempt whose answer was lost.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
