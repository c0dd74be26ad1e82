import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../platform/clock.ts';
import type { Change, Write } from '../platform/commit.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { newId } from '../platform/ids.ts';
import type { Origin } from '../platform/ledger.ts';
import { idsIn, readDocs } from '../platform/listing.ts';
import { type ChangeEvent, evolveChange, type QuotedChange } from './quoted-change.ts';

/** How long a change is still there to be read, or replayed, after its price has expired. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;

/** The change by its id, strongly consistent, or undefined. */
export async function findChange(changeId: string): Promise<QuotedChange | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({ TableName: table(), Key: { changeId: { S: changeId } }, ConsistentRead: true }),
  );
  return item?.doc?.S === undefined ? undefined : JSON.parse(item.doc.S);
}

/** The ids of a policy's changes that were quoted and not issued, for as long as they are there to be read. */
export function listUnissued(policyId: string): Promise<string[]> {
  return idsIn({ table: table(), index: 'policy', keyName: 'policyId', idName: 'changeId' }, policyId);
}

/** The changes of these ids, in their order; one that is not there is left out. */
export function readChanges(ids: readonly string[]): Promise<QuotedChange[]> {
  return readDocs(table(), 'changeId', ids);
}

/** A change after one more event, and what commits it. */
export function changeOfChange(
  before: QuotedChange | undefined,
  event: ChangeEvent,
  about: { occurredAt: Instant; origin: Origin; records?: readonly Write[] },
): { quoted: QuotedChange; change: Change } {
  const quoted = evolveChange(before, event);
  return {
    quoted,
    change: {
      ...about,
      aggregateId: quoted.changeId,
      expectedVersion: quoted.version - 1,
      events: [{ eventId: newId('evt'), ...event }],
      state: {
        table: table(),
        key: 'changeId',
        doc: quoted,
        // What is issued is found by its policy's own records.
        indexes: quoted.status === 'quoted' ? { policyId: quoted.policyId } : {},
        expiresAt: Math.floor(Date.parse(quoted.validUntil) / 1000) + KEPT_SECONDS,
      },
    },
  };
}

function table(): string {
  return variable('CHANGES_TABLE');
}
