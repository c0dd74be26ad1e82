import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';

/** The writes of one quote under keys of their own, of the same length. */
export function withOwnKeys(template: readonly TransactWriteItem[], number: number): TransactWriteItem[] {
  const quoteId = { S: `quo_${String(number).padStart(26, '0')}` };
  return template.map(({ Put: put }) => {
    const { Item: item = {}, TableName: table, ...rest } = put ?? {};
    const key = item.aggregateId ? { aggregateId: quoteId } : { quoteId };
    return { Put: { ...rest, TableName: table, Item: { ...item, ...key } } };
  });
}
