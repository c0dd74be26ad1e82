import { variable } from './env.ts';

/** What the functions count; the alarms name the same. */
export type CountName =
  | 'LedgerTampered'
  | 'EventsRejected'
  | 'RenewalFailed'
  | 'ExpiryFailed'
  | 'ConsentExpiryFailed'
  | 'ErasureFailed'
  | 'TripCompletionFailed'
  | 'RescoringFailed'
  | 'CheckpointFailed'
  | 'ChainTampered';

/** What the functions say the age of. */
export type AgeName = 'OldestDue';

/** Counts something. */
export function count(name: CountName, value: number): void {
  write(name, 'Count', value);
}

/** Says how many seconds old something is. */
export function age(name: AgeName, seconds: number): void {
  write(name, 'Seconds', seconds);
}

/**
 * A line in CloudWatch's embedded metric format: no call, no permission. Namespace `PartnerApi`; the function's name
 * keeps functions, and stages in one account, apart.
 */
function write(name: string, unit: 'Count' | 'Seconds', value: number): void {
  const line = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        { Namespace: 'PartnerApi', Dimensions: [['FunctionName']], Metrics: [{ Name: name, Unit: unit }] },
      ],
    },
    FunctionName: variable('AWS_LAMBDA_FUNCTION_NAME'),
    [name]: value,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
