import { readFileSync } from 'node:fs';
import { DynamoDBClient, type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { withOwnKeys } from './transaction.ts';

const template: TransactWriteItem[] = JSON.parse(readFileSync(process.env.TRANSACTION ?? '', 'utf8'));
const client = new DynamoDBClient({});

/** What the SDK alone costs: the transaction of one quote, and nothing else. */
export async function handler({ number }: { number: number }): Promise<void> {
  await client.send(new TransactWriteItemsCommand({ TransactItems: withOwnKeys(template, number) }));
}
