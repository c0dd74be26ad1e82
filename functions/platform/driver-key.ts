import type { PlainDate } from './calendar.ts';
import { pseudonym } from './pseudonym.ts';

/**
 * What the birth date of a policy's driver is compared by, where nobody may know it: its pseudonym on that policy. There
 * are so few birth dates that drivers of the same one would be linked, so each policy has pseudonyms of its own.
 */
export function driverKeyOf(policyId: string, dateOfBirth: PlainDate): Promise<string> {
  return pseudonym('identity', JSON.stringify([policyId, dateOfBirth]));
}
