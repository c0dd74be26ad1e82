import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeTableCommand,
  type DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  TableAlreadyExistsException,
} from '@aws-sdk/client-dynamodb';
import { type Copied, copyBack } from './copying.ts';
import { findErased } from './forgotten.ts';
import { findTables, type LiveTable, tableCalled } from './house.ts';

/** What is to be restored. */
export interface Restoring {
  stage: string;
  /** The instant whose data are wanted. One for all tables: what was written together comes back together. */
  at: Date;
  /** Ids of the tables; all that can be where none is named. */
  tables: readonly string[];
  /** Whether what is there and differs is written over. */
  overwrite: boolean;
}

/** What became of a table. */
export interface Restored extends Copied {
  id: string;
  /** The table that it came from, to be deleted when nobody needs it any more. */
  source: string;
}

const LOOK_AGAIN_MS = 5_000;

/** What is under the id of somebody who was erased stays away. */
const ABOUT_PERSONS = ['Keys', 'Vault'];

/**
 * Restores tables of a stage to an instant beside the live ones, and copies from there what is missing. Who does it
 * again goes on where it ended: a restored table that is there is used as it is.
 */
export async function restore(
  client: DynamoDBClient,
  { stage, at, tables: ids, overwrite }: Restoring,
  tell: (restored: Restored) => void,
): Promise<void> {
  const all = await findTables(client, stage);
  const tables = ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
  for (const id of ids) tableCalled(all, id);
  const sources = await Promise.all(tables.map((table) => restoredAs(client, table, stage, at)));
  for (const [index, { id, name, key }] of tables.entries()) {
    const source = sources[index] ?? '';
    const erased = ABOUT_PERSONS.includes(id)
      ? await findErased(client, tableCalled(all, 'Ledger').name)
      : new Set<string>();
    const isForgotten = ({ subjectId }: { subjectId?: { S?: string } }) => erased.has(subjectId?.S ?? '');
    const copied = await copyBack(client, { from: source, to: name, key, overwrite, isForgotten });
    tell({ id, source, ...copied });
  }
}

/** The table that a live one was restored as, once it is complete. */
async function restoredAs(
  client: DynamoDBClient,
  { id, name }: LiveTable,
  stage: string,
  at: Date,
): Promise<string> {
  const target = `${stage}-restored-${id}-${at.toISOString().replace(/[^0-9TZ]/g, '')}`;
  try {
    await client.send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: name,
        TargetTableName: target,
        RestoreDateTime: at,
      }),
    );
  } catch (error) {
    if (!(error instanceof TableAlreadyExistsException)) throw error;
  }
  for (;;) {
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: target }));
    if (table?.TableStatus === 'ACTIVE') return target;
    await sleep(LOOK_AGAIN_MS);
  }
}
