import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startServices, tableArn } from './support/services.ts';

const s = await startServices();
await s.addTable({
  name: 'Ttl',
  keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  ttlAttribute: 'expiresAt',
});
const c = new DynamoDBClient(s.as(['dynamodb:*', [tableArn('Ttl')]]));
const now = Math.floor(Date.now() / 1000);
await c.send(
  new PutItemCommand({ TableName: 'Ttl', Item: { id: { S: 'old' }, expiresAt: { N: String(now - 86400) } } }),
);
await c.send(
  new PutItemCommand({
    TableName: 'Ttl',
    Item: { id: { S: 'ancient' }, expiresAt: { N: String(now - 6 * 365 * 86400) } },
  }),
);
const t0 = Date.now();
const gone = new Set<string>();
while (Date.now() - t0 < 400_000 && gone.size < 2) {
  for (const id of ['old', 'ancient']) {
    const { Item } = await c.send(new GetItemCommand({ TableName: 'Ttl', Key: { id: { S: id } } }));
    if (!Item && !gone.has(id)) {
      gone.add(id);
      console.log(id, 'gone after', (Date.now() - t0) / 1000);
    }
  }
  await new Promise((r) => setTimeout(r, 1000));
}
console.log('end', [...gone]);
await s.close();
