import { readFileSync } from 'node:fs';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

/** Items that are there: one that is read, and one that is written again and again. */
const { read, written } = JSON.parse(readFileSync(process.env.ITEMS ?? '', 'utf8'));
const client = new DynamoDBClient({});

/** What the SDK alone costs: a strongly consistent read, or a put. */
export async function handler({ call }: { call: 'get' | 'put' }): Promise<void> {
  if (call === 'get') await client.send(new GetItemCommand(read));
  else await client.send(new PutItemCommand(written));
}
