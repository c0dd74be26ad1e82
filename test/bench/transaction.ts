import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';

/** Attributes that hold the quote's id: in its state, its ledger entry and its vault record. */
const KEYS = ['quoteId', 'aggregateId', 'subjectId'];

/** The writes of one quote under keys of their own, of the same length. */
export function withOwnKeys(template: readonly TransactWriteItem[], number: number): TransactWriteItem[] {
  const quoteId = { S: `quo_${String(number).padStart(26, '0')}` };
  return template.map(({ Put: put }) => {
    const { Item: item = {}, TableName: table, ...rest } = put ?? {};
    const keys = KEYS.filter((key) => key in item).map((key) => [key, quoteId]);
    return { Put: { ...rest, TableName: table, Item: { ...item, ...Object.fromEntries(keys) } } };
  });
}
