import type { PlainDate } from '../platform/calendar.ts';

/** What tells one person from another: policies with the same of both belong to one customer, and so does a login. */
export interface Identity {
  email: string;
  dateOfBirth: PlainDate;
}

/**
 * An identity as one text, so that a person is the same however the address is written. Letters of either case are the
 * same: the part before the `@` could differ by it, but no provider that people use lets it.
 */
export function normalIdentity({ email, dateOfBirth }: Identity): string {
  return JSON.stringify([email.trim().normalize('NFC').toLowerCase(), dateOfBirth]);
}
