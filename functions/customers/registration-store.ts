import type { Instant } from '../platform/clock.ts';
import type { Change, Write } from '../platform/commit.ts';
import { newOpaqueId } from '../platform/ids.ts';
import { countOne } from '../platform/kept-key.ts';
import type { Origin } from '../platform/ledger.ts';
import { newSubjectKey, readKey, type SubjectKey } from '../platform/subject-key.ts';
import type { Identity } from './identity.ts';
import { changeOfCustomer, findCustomerIdByIdentity, identityKeyOf } from './store.ts';

/** A person who becomes a policyholder, and what has to be committed along with the policy. */
export interface Registration {
  key: SubjectKey;
  restricted: boolean;
  /** A new customer begins with the policy. */
  changes: readonly Change[];
  /** One who was there before must still be when the policy is written, and has one policy more then. */
  records: readonly Write[];
}

/**
 * The customer that a person is by e-mail and birth date, strongly consistent, or a new one. Should another request
 * register the same person meanwhile, the commitment meets a version conflict.
 */
export async function findOrRegister(
  { email, dateOfBirth }: Identity,
  about: { occurredAt: Instant; origin: Origin },
): Promise<Registration> {
  const identityKey = await identityKeyOf({ email, dateOfBirth });
  const customerId = await findCustomerIdByIdentity(identityKey);
  const kept = customerId === undefined ? undefined : await readKey(customerId);
  if (kept) return { ...kept, changes: [], records: [countOne('policies', kept.key.subjectId)] };
  // Nobody, or somebody who was erased between the two reads, which released the identity.
  return register(identityKey, about);
}

async function register(
  identityKey: string,
  about: { occurredAt: Instant; origin: Origin },
): Promise<Registration> {
  const { key, write } = await newSubjectKey(newOpaqueId('cus'));
  const { change } = changeOfCustomer(
    undefined,
    { type: 'customer.registered', data: { customerId: key.subjectId } },
    { ...about, identityKey, records: [write] },
  );
  return { key, restricted: false, changes: [change], records: [] };
}
