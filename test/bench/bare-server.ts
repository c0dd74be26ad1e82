/**
 * The limit to measure against: a `node:http` server that writes, for each request, the items of one quote in one
 * DynamoDB transaction, and does nothing else. `node bare-server.ts <endpoint> <transaction.json> [spared]`; prints
 * its port. dynoxide slows down with every request token that the SDK adds; `spared` leaves them out, as the local
 * endpoint does.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { DynamoDBClient, type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { withOwnKeys } from './transaction.ts';

const [endpoint = '', file = '', tokens] = process.argv.slice(2);
const template: TransactWriteItem[] = JSON.parse(readFileSync(file, 'utf8'));
const client = new DynamoDBClient({
  endpoint,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
});
if (tokens === 'spared') {
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: string | Uint8Array; headers: Record<string, string> };
      const text = typeof request.body === 'string' ? request.body : Buffer.from(request.body).toString();
      request.body = text.replace(/,"ClientRequestToken":"[^"]*"|"ClientRequestToken":"[^"]*",/, '');
      request.headers['content-length'] = String(Buffer.byteLength(request.body));
      return next(args);
    },
    { step: 'build' },
  );
}

// Apart from those of a former run on the same tables.
let number = Date.now() + process.pid * 1e9;
const server = createServer((request, response) => {
  request.resume().once('end', () => {
    client.send(new TransactWriteItemsCommand({ TransactItems: withOwnKeys(template, number++) })).then(
      () => response.writeHead(201, { 'content-type': 'application/json' }).end('{}'),
      (error: unknown) => {
        console.error(error);
        response.writeHead(500).end();
      },
    );
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address ? address.port : '');
});
process.once('SIGTERM', () => process.exit(0));
