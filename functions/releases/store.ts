import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { newId } from '../platform/ids.ts';
import { toItem } from '../platform/ledger.ts';
import { entryOf, type Receipt } from './receipt.ts';

/** Puts a receipt on record: a ledger entry of its own, by a single put. Throws where it could not be written. */
export async function recordRelease(receipt: Receipt): Promise<void> {
  await dynamodb.send(
    new PutItemCommand({
      TableName: variable('LEDGER_TABLE'),
      Item: toItem(entryOf(receipt, newId('evt'))),
      ConditionExpression: 'attribute_not_exists(aggregateId)',
    }),
  );
}
