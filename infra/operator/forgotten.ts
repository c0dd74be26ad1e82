import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Item } from './copying.ts';

/** Events after which nothing may be known of somebody, and where they say of whom. */
const ENDS: Readonly<Record<string, 'customerId' | 'partyId'>> = {
  'customer.erasure-requested': 'customerId',
  'customer.erased': 'customerId',
  'claim.party-erased': 'partyId',
};

/** The ids of everybody who was erased, as the ledger has it: a restoration must not bring their keys back. */
export async function findErased(client: DynamoDBClient, ledger: string): Promise<Set<string>> {
  const erased = new Set<string>();
  const input = {
    TableName: ledger,
    ConsistentRead: true,
    FilterExpression: 'contains(events, :customer) OR contains(events, :party)',
    ExpressionAttributeValues: { ':customer': { S: 'customer.eras' }, ':party': { S: 'claim.party-erased' } },
  };
  for await (const { Items: page = [] } of paginateScan({ client }, input)) {
    for (const id of page.flatMap(erasedIn)) erased.add(id);
  }
  return erased;
}

function erasedIn({ events }: Item): string[] {
  const told = JSON.parse(events?.S ?? '[]') as { type: string; data: Record<string, unknown> }[];
  return told.flatMap(({ type, data }) => {
    const about = Object.hasOwn(ENDS, type) ? ENDS[type] : undefined;
    return about === undefined ? [] : [String(data[about])];
  });
}
