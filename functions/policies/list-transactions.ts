import type { Answer } from '../middleware/call.ts';
import { readCursor, writeCursor } from '../middleware/cursor.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { type LedgerEntry, readLedgerPage } from '../platform/ledger.ts';
import { visiblePolicy } from './access.ts';
import { transactionsIn } from './store.ts';
import { type TransactionPage, type TransactionView, viewTransaction } from './view.ts';

/** The form of a cursor of the list: a version of the policy, and how many of its transactions were listed. */
const POSITION = /^\d{1,9}\.\d{1,3}$/;

/** A page of a policy's stack, oldest first. */
export async function listTransactions(call: CallOf<'listTransactions'>): Promise<Answer<TransactionPage>> {
  const { path, query } = call;
  const { policyId, version } = await visiblePolicy(path.policyId, call);
  const limit = query.limit ?? 25;
  const [done = 0, listed = 0] = (readCursor(query.cursor, POSITION) ?? '1.0').split('.').map(Number);
  const rows = await rowsFrom(policyId, done, listed, limit + 1, version);
  const last = rows[limit - 1];
  const data = rows.slice(0, limit).map(({ row }) => row);
  return { body: { data, next: rows.length > limit && last ? writeCursor(last.after) : null } };
}

/** A transaction, and the position behind it. */
interface Row {
  row: TransactionView;
  after: string;
}

/** At least so many rows from a position on, or all that there are; entries without transactions are passed over. */
async function rowsFrom(
  policyId: string,
  version: number,
  listed: number,
  wanted: number,
  newest: number,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let next = version; next <= newest && rows.length < wanted; ) {
    const entries = await readLedgerPage(policyId, next - 1, wanted);
    const found = entries.flatMap(rowsOf);
    rows.push(...(next === version ? found.filter((row) => isAfter(row, version, listed)) : found));
    next = (entries.at(-1)?.version ?? newest) + 1;
  }
  return rows;
}

function rowsOf(entry: LedgerEntry): Row[] {
  const { aggregateId, version } = entry;
  return transactionsIn(entry).map((transaction, index) => ({
    row: viewTransaction(transaction, aggregateId, version),
    after: `${version}.${index + 1}`,
  }));
}

function isAfter({ after }: Row, version: number, listed: number): boolean {
  const [rowVersion = 0, number = 0] = after.split('.').map(Number);
  return rowVersion > version || number > listed;
}
