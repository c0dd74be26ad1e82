import type { ApiFunction } from './api-function.ts';
import { counted } from './counted.ts';
import type { Signal, Watch } from './signal.ts';

/** What runs every minute and counts what it failed at. */
export interface Jobs {
  readonly renewals: ApiFunction;
  readonly consentExpiry: ApiFunction;
  readonly erasures: ApiFunction;
  readonly tripCompletion: ApiFunction;
}

/** Things that a job had to leave alone. One by itself stops nothing, but somebody waits for it. */
export function watchJobs({ renewals, consentExpiry, erasures, tripCompletion }: Jobs): readonly Watch[] {
  const failed = (id: string, job: ApiFunction, action: string): Signal => {
    const runbook = 'a-job-fails-at-something';
    return { id, metric: counted(id, job), above: 0, periods: 5, runbook, action };
  };
  const signals = [
    failed(
      'RenewalFailed',
      renewals,
      'A policy is neither renewed nor expired, run after run: its id and the error are in the log of renewals.',
    ),
    failed(
      'ConsentExpiryFailed',
      consentExpiry,
      'A consent is over and nobody is told, run after run: its id and the error are in the log of consent-expiry.',
    ),
    failed(
      'ErasureFailed',
      erasures,
      'A customer is not erased to the end, run after run: the id and the error are in the log of erasures.',
    ),
    failed(
      'TripCompletionFailed',
      tripCompletion,
      'A trip is over and nobody is told, run after run: the error is in the log of trip-completion.',
    ),
    failed(
      'RescoringFailed',
      tripCompletion,
      'A driving score is out of date, run after run: its id and the error are in the log of trip-completion.',
    ),
  ];
  return [{ title: 'Jobs: failed', signals }];
}
