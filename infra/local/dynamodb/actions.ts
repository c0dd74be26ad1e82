/** A right that a call needs: an action of IAM on an ARN. */
export interface Need {
  action: string;
  resource: string;
}

/** The input of any DynamoDB call, as far as rights and keys depend on it. */
export interface Input {
  TableName?: string;
  IndexName?: string;
  Key?: Item;
  Item?: Item;
  RequestItems?: Record<string, unknown>;
  TransactItems?: TransactItem[];
  ClientRequestToken?: string;
}

export type Item = Record<string, unknown>;

export interface TransactItem {
  Put?: { TableName: string; Item: Item };
  Update?: { TableName: string; Key: Item };
  Delete?: { TableName: string; Key: Item };
  ConditionCheck?: { TableName: string; Key: Item };
  Get?: { TableName: string; Key: Item };
}

/** What each part of a transaction is authorised as (DynamoDB developer guide, "Transactions: IAM"). */
const PARTS: Record<keyof TransactItem, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** Calls that name one table, or an index of it. */
const ON_TABLE = new Set([
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'DescribeTable',
  'DescribeTimeToLive',
]);

/** The rights that a call needs; undefined for a call that functions have no business with. */
export function needsOf(
  action: string,
  input: Input,
  tableArn: (name: string) => string,
): Need[] | undefined {
  if (ON_TABLE.has(action)) {
    const table = tableArn(input.TableName ?? '');
    const resource = input.IndexName ? `${table}/index/${input.IndexName}` : table;
    return [{ action: `dynamodb:${action}`, resource }];
  }
  if (action === 'BatchGetItem' || action === 'BatchWriteItem') {
    const tables = Object.keys(input.RequestItems ?? {});
    return tables.map((name) => ({ action: `dynamodb:${action}`, resource: tableArn(name) }));
  }
  if (action === 'TransactWriteItems' || action === 'TransactGetItems') {
    return (input.TransactItems ?? []).map((item) => {
      const { kind, table } = partOf(item);
      return { action: `dynamodb:${PARTS[kind]}`, resource: tableArn(table) };
    });
  }
  return undefined;
}

/** A call that DynamoDB would refuse, whoever makes it. */
export class InvalidCall extends Error {}

/**
 * The one thing that an item of a transaction does. Throws an InvalidCall when it does none or several: dynoxide
 * would pick one of them, and perhaps not the one that was authorised.
 */
export function partOf(item: TransactItem): { kind: keyof TransactItem; table: string; key: Item } {
  const [kind, ...more] = (Object.keys(PARTS) as (keyof TransactItem)[]).filter((name) => item[name]);
  const part = kind && item[kind];
  if (!part || more.length > 0) {
    throw new InvalidCall('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  return { kind, table: part.TableName, key: 'Item' in part ? part.Item : part.Key };
}
