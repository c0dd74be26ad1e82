import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { type Partner, parsePartner } from './partner.ts';

/** The partner that a client id belongs to, or undefined. */
export async function findPartner(clientId: string): Promise<Partner | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({ TableName: variable('PARTNERS_TABLE'), Key: { clientId: { S: clientId } } }),
  );
  return item?.doc?.S === undefined ? undefined : parsePartner(JSON.parse(item.doc.S));
}

/** Registers a partner, or replaces what was registered under its client id. */
export async function savePartner(partner: Partner): Promise<void> {
  await dynamodb.send(
    new PutItemCommand({
      TableName: variable('PARTNERS_TABLE'),
      Item: { clientId: { S: partner.clientId }, doc: { S: JSON.stringify(partner) } },
    }),
  );
}

/** Ends a registration; the client's tokens open nothing once the gateway's cache has run out. */
export async function removePartner(clientId: string): Promise<void> {
  await dynamodb.send(
    new DeleteItemCommand({ TableName: variable('PARTNERS_TABLE'), Key: { clientId: { S: clientId } } }),
  );
}
