import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Item } from './batch.ts';
import { dynamodb } from './dynamodb.ts';
import { normalPlate } from './plate.ts';
import { pseudonym } from './pseudonym.ts';
import { vaultTable } from './vault.ts';

/** More policies than this no plate ever had; an index that says so is not to be read to its end. */
const MAX_OF_PLATE = 100;

/** What a partner's vehicle is found by: a pseudonym of its plate. */
export function plateKeyOf(partnerId: string, plate: string): Promise<string> {
  return pseudonym('plate', `${partnerId}#${normalPlate(plate)}`);
}

/** Ids of a partner's policies that a vehicle of this plate was ever insured under, newest first, 100 at most. */
export async function policiesByPlate(partnerId: string, plate: string): Promise<string[]> {
  const key = await plateKeyOf(partnerId, plate);
  // A policy that had several records of its vehicle is there for each of them: pages are not counted by records.
  const policyIds = new Set<string>();
  let last: Item | undefined;
  do {
    const { Items: items = [], LastEvaluatedKey: next } = await recordsOfPlate(key, last);
    for (const { policyId } of items) policyIds.add(policyId?.S ?? '');
    last = next;
  } while (last && policyIds.size < MAX_OF_PLATE);
  return [...policyIds].slice(0, MAX_OF_PLATE);
}

function recordsOfPlate(key: string, after: Item | undefined): Promise<QueryCommandOutput> {
  return dynamodb.send(
    new QueryCommand({
      TableName: vaultTable(),
      IndexName: 'plate',
      KeyConditionExpression: 'plateKey = :key',
      ExpressionAttributeValues: { ':key': { S: key } },
      ScanIndexForward: false,
      Limit: MAX_OF_PLATE,
      ...(after && { ExclusiveStartKey: after }),
    }),
  );
}
