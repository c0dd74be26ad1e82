import type { PlainDate } from '../platform/calendar.ts';

/**
 * The number that a claim is spoken of by, e.g. `C26-7Q2M-XK4T-9ZHB`: the year of its notification, and the last sixty
 * random bits of its id, as a policy has it.
 */
export function protocolNumberOf(claimId: string, notifiedOn: PlainDate): string {
  const digits = claimId.slice(-12);
  return `C${notifiedOn.slice(2, 4)}-${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
}
