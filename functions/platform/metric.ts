import { variable } from './env.ts';

/** What the functions count; the alarms name the same. */
export type MetricName = 'LedgerTampered' | 'EventsRejected' | 'RenewalFailed';

/**
 * Counts something by a line in CloudWatch's embedded metric format: no call, no permission.
 * Namespace `PartnerApi`; the function's name keeps stages in one account apart.
 */
export function count(name: MetricName, value: number): void {
  const line = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        { Namespace: 'PartnerApi', Dimensions: [['FunctionName']], Metrics: [{ Name: name, Unit: 'Count' }] },
      ],
    },
    FunctionName: variable('AWS_LAMBDA_FUNCTION_NAME'),
    [name]: value,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
