import { Duration } from 'aws-cdk-lib';
import type { ApiFunction } from './api-function.ts';
import { counted } from './counted.ts';
import { EveryMinute } from './every-minute.ts';
import type { Signal, Watch } from './signal.ts';

const sum = { statistic: 'sum', period: Duration.minutes(5) };

/**
 * Functions that fail, functions that had to refuse because all that they may run at once were running, and those run
 * every minute that leave work behind.
 */
export function watchFunctions(functions: readonly ApiFunction[]): readonly Watch[] {
  const errors = functions.map(
    ({ node: { id }, lambda }): Signal => ({
      id: `${id}-errors`,
      metric: lambda.metricErrors({ ...sum, label: id }),
      above: 0,
      periods: 1,
      runbook: 'a-function-fails',
      action: `Function ${id} threw or ran out of time: read the errors in its log, and roll back if it was deployed lately.`,
    }),
  );
  const throttles = functions.map(
    ({ node: { id }, lambda }): Signal => ({
      id: `${id}-throttles`,
      metric: lambda.metricThrottles({ ...sum, label: id }),
      above: 0,
      periods: 1,
      runbook: 'a-function-is-throttled',
      action: `Function ${id} reached its reserved concurrency: raise it by the context reservedConcurrency, or find who floods it.`,
    }),
  );
  const overdue = functions.filter(EveryMinute.runs).map(
    (job): Signal => ({
      id: `${job.node.id}-overdue`,
      metric: counted('OldestDue', job).with({ statistic: 'max', label: job.node.id }),
      above: Duration.hours(1).toSeconds(),
      periods: 5,
      runbook: 'a-job-falls-behind',
      action: `Function ${job.node.id} leaves due work undone, run after run: its log has the ids that fail; without any, it has too little time.`,
    }),
  );
  return [
    { title: 'Functions: errors', signals: errors },
    { title: 'Functions: throttles', signals: throttles },
    { title: 'Functions: age of the oldest work left, in seconds', signals: overdue },
  ];
}
