import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DynamoDbServer, startDynamoDb } from '../../infra/local/dynamodb/dynoxide.ts';
import { temporaryDirectory } from './directories.ts';

const READS = ['GetItem', 'BatchGetItem', 'Query'];

/** A DynamoDB that counts the read units that it is asked for. */
export interface MeteredDatabase {
  /** For `DYNAMODB_ENDPOINT`. */
  endpoint: string;
  /** Read units of all reads so far, by table. */
  units(): Record<string, number>;
  close(): Promise<void>;
}

/** Starts a database behind a meter, which has every read say what it consumed. */
export async function startMeteredDatabase(): Promise<MeteredDatabase> {
  const database = await startDynamoDb(temporaryDirectory());
  const consumed: Record<string, number> = {};
  const meter = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const body = Buffer.concat(chunks).toString();
    const { host, connection, 'content-length': length, ...headers } = request.headers;
    const answer = await fetch(addressOf(database), {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: READS.includes(action) ? metered(body) : body,
    });
    const text = await answer.text();
    if (READS.includes(action) && answer.ok) {
      for (const [table, units] of unitsIn(text)) consumed[table] = (consumed[table] ?? 0) + units;
    }
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
  });
  await new Promise<void>((resolve) => meter.listen(0, '127.0.0.1', resolve));
  const { port } = meter.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    units: () => ({ ...consumed }),
    close: async () => {
      await closed(meter);
      await database.close();
    },
  };
}

function metered(body: string): string {
  return JSON.stringify({ ...JSON.parse(body), ReturnConsumedCapacity: 'TOTAL' });
}

function unitsIn(text: string): [table: string, units: number][] {
  const { ConsumedCapacity: consumed } = JSON.parse(text);
  return [consumed].flat().map(({ TableName: table, CapacityUnits: units }) => [table, units]);
}

function addressOf({ hostname, port }: DynamoDbServer): string {
  return `http://${hostname}:${port}/`;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
