import { Duration } from 'aws-cdk-lib';
import type { ApiFunction } from './api-function.ts';
import type { Signal, Watch } from './signal.ts';

const sum = { statistic: 'sum', period: Duration.minutes(5) };

/** Functions that fail, and functions that had to refuse because all that they may run at once were running. */
export function watchFunctions(functions: readonly ApiFunction[]): readonly Watch[] {
  const errors = functions.map(
    ({ node: { id }, lambda }): Signal => ({
      id: `${id}-errors`,
      metric: lambda.metricErrors({ ...sum, label: id }),
      above: 0,
      periods: 1,
      action: `Function ${id} threw or ran out of time: read the errors in its log, and roll back if it was deployed lately.`,
    }),
  );
  const throttles = functions.map(
    ({ node: { id }, lambda }): Signal => ({
      id: `${id}-throttles`,
      metric: lambda.metricThrottles({ ...sum, label: id }),
      above: 0,
      periods: 1,
      action: `Function ${id} reached its reserved concurrency: raise it by the context reservedConcurrency, or find who floods it.`,
    }),
  );
  return [
    { title: 'Functions: errors', signals: errors },
    { title: 'Functions: throttles', signals: throttles },
  ];
}
