import { Duration } from 'aws-cdk-lib';
import { MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Signal, Watch } from './signal.ts';

const period = Duration.minutes(5);
const operations = ['BatchGetItem', 'BatchWriteItem', 'GetItem', 'PutItem', 'Query', 'TransactWriteItems'];

/** Several counts of a table as one. A graph of several tables wants each metric under a name of its own. */
function total(table: Table, metrics: readonly Metric[]): MathExpression {
  const { id: label } = table.node;
  const named = metrics.map((metric, index) => [`${label.toLowerCase()}${index}`, metric] as const);
  const expression = named.map(([name]) => name).join(' + ');
  return new MathExpression({ expression, usingMetrics: Object.fromEntries(named), period, label });
}

function throttled(table: Table): Signal {
  const events = ['ReadThrottleEvents', 'WriteThrottleEvents'];
  const { id } = table.node;
  return {
    id: `${id}-throttles`,
    metric: total(
      table,
      events.map((event) => table.metric(event, { statistic: 'sum', period })),
    ),
    above: 0,
    periods: 2,
    runbook: 'a-table-is-throttled',
    action: `Table ${id} is throttled: look for a hot key (one partner, one aggregate) before asking for capacity.`,
  };
}

function failing(table: Table): Signal {
  const { tableName, node } = table;
  const failures = operations.map((operation) => {
    const dimensionsMap = { TableName: tableName, Operation: operation };
    return table.metric('SystemErrors', { statistic: 'sum', period, dimensionsMap });
  });
  return {
    id: `${node.id}-failures`,
    metric: total(table, failures),
    above: 0,
    periods: 2,
    runbook: 'dynamodb-fails',
    action: `DynamoDB itself fails on table ${node.id}: see the AWS Health Dashboard; requests are retried meanwhile.`,
  };
}

/** Tables that turn requests away, and DynamoDB's own failures. */
export function watchTables(tables: readonly Table[]): readonly Watch[] {
  return [
    { title: 'Tables: throttled requests', signals: tables.map(throttled) },
    { title: 'Tables: failures of DynamoDB', signals: tables.map(failing) },
  ];
}
