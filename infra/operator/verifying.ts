import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { findTables, type LiveTable, tableCalled } from './house.ts';

/** Tables with the state of one kind of aggregate each, by what their ids begin with. */
const STATES: Readonly<Record<string, string>> = {
  Quotes: 'quo_',
  Policies: 'pol_',
  Changes: 'chg_',
  Claims: 'clm_',
  Consents: 'con_',
  Customers: 'cus_',
  Devices: 'dev_',
  Scores: 'scr_',
};

/** Those that forget with time what the ledger goes on to have. */
const FORGETFUL = ['Changes', 'Consents'];

/** How the ledger and the states agree. */
export interface Verification {
  entries: number;
  states: number;
  /** Aggregates of which something is between the two, each in words. */
  faults: string[];
  /** States that are not there, of tables that forget. */
  forgotten: number;
}

/** What the ledger has of an aggregate. */
interface Written {
  entries: number;
  last: number;
}

/**
 * Holds every state of a stage against the ledger: its version is that of the last entry, and no entry before it is
 * missing. What is written meanwhile may show as a fault; it does not the next time.
 */
export async function verify(client: DynamoDBClient, stage: string): Promise<Verification> {
  const tables = await findTables(client, stage);
  const states = new Map<string, number>();
  for (const id of Object.keys(STATES)) await readStates(client, tableCalled(tables, id), states);
  const ledger = await readLedger(client, tableCalled(tables, 'Ledger').name);
  const faults: string[] = [];
  let forgotten = 0;
  for (const [aggregateId, { entries, last }] of ledger) {
    if (entries !== last) faults.push(`${aggregateId}: ${entries} entries of ${last} in the ledger`);
    const version = states.get(aggregateId);
    const table = tableOf(aggregateId);
    if (table === undefined || version === last) continue;
    if (version === undefined && FORGETFUL.includes(table)) forgotten++;
    else faults.push(`${aggregateId}: version ${version ?? 'none'} in ${table}, ${last} in the ledger`);
  }
  for (const [aggregateId, version] of states) {
    if (!ledger.has(aggregateId))
      faults.push(`${aggregateId}: version ${version} in ${tableOf(aggregateId)}, none in the ledger`);
  }
  return { entries: sum(ledger), states: states.size, faults: faults.sort(), forgotten };
}

function tableOf(aggregateId: string): string | undefined {
  return Object.entries(STATES).find(([, prefix]) => aggregateId.startsWith(prefix))?.[0];
}

async function readStates(
  client: DynamoDBClient,
  { name, key: [id = ''] }: LiveTable,
  into: Map<string, number>,
): Promise<void> {
  const names = { '#id': id, '#version': 'version' };
  const input = { TableName: name, ProjectionExpression: '#id, #version', ExpressionAttributeNames: names };
  for await (const { Items: page = [] } of paginateScan({ client }, { ...input, ConsistentRead: true })) {
    for (const { [id]: found, version } of page) into.set(found?.S ?? '', Number(version?.N));
  }
}

async function readLedger(client: DynamoDBClient, table: string): Promise<Map<string, Written>> {
  const ledger = new Map<string, Written>();
  const input = { TableName: table, ProjectionExpression: 'aggregateId, version', ConsistentRead: true };
  for await (const { Items: page = [] } of paginateScan({ client }, input)) {
    for (const { aggregateId: { S: id = '' } = {}, version } of page) {
      const { entries, last } = ledger.get(id) ?? { entries: 0, last: 0 };
      ledger.set(id, { entries: entries + 1, last: Math.max(last, Number(version?.N)) });
    }
  }
  return ledger;
}

function sum(ledger: ReadonlyMap<string, Written>): number {
  return [...ledger.values()].reduce((total, { entries }) => total + entries, 0);
}
