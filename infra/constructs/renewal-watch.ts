import type { ApiFunction } from './api-function.ts';
import { counted } from './counted.ts';
import type { Watch } from './signal.ts';

/** Policies that the renewals had to leave alone. One by itself stops nothing, but its customer waits. */
export function watchRenewals(renewals: ApiFunction): readonly Watch[] {
  const failed = {
    id: 'RenewalFailed',
    metric: counted('RenewalFailed', renewals),
    above: 0,
    periods: 5,
    action:
      'A policy is neither renewed nor expired, run after run: its id and the error are in the log of renewals.',
  };
  return [{ title: 'Renewals: failed', signals: [failed] }];
}
