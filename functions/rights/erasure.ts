import type { components } from '../../openapi/generated/types.ts';
import type { Customer, CustomerEvent, Erasure } from '../customers/customer.ts';
import { after24Hours } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { Problem, type Refusal } from '../platform/problem.ts';
import type { Blocker } from './blockers.ts';

/** What the contract shows of an erasure, and of what stands in its way. */
export type ErasureView = components['schemas']['Erasure'];

type Result = components['schemas']['ErasureResult'];

/** So far do the backups of the vault reach. Those of the keys reach back a day. */
const DAYS_OF_VAULT = 7;

/** A consent waits an hour for its customer's yes, found by nobody's id; then a job has a while to forget it. */
const DAYS_OF_WAITING = 2 / 24;

/** Why nothing can be done about a customer any more, or undefined. */
export function refuseErased({ erasure }: Customer): Refusal | undefined {
  return erasure && { refusal: 'customer-erased', detail: 'The customer was erased.' };
}

/** The event of a customer who is to be forgotten, where nothing stands in the way. */
export function requestErasure(
  customer: Customer,
  request: Pick<Erasure, 'erasureId' | 'requestedBy'>,
): CustomerEvent | Refusal {
  const { customerId } = customer;
  const event = { type: 'customer.erasure-requested', data: { customerId, ...request } } as const;
  return refuseErased(customer) ?? event;
}

/** The answer to who asks for what cannot be erased yet. */
export function blocked(blockers: readonly Blocker[]): Problem {
  return new Problem(
    'erasure-blocked',
    'The customer cannot be erased yet. Processing is restricted instead.',
    blockers.map((blocker) => ({ in: 'path', pointer: '/customerId', detail: sayWhy(blocker) })),
  );
}

function sayWhy({ code, policyId, claimId, until }: Blocker): string {
  if (code === 'claim-open') return `claim ${claimId} is open`;
  if (code === 'retention') return `policy ${policyId} has to be kept until ${until}`;
  return until === null ? `policy ${policyId} is in force` : `policy ${policyId} is in force until ${until}`;
}

/**
 * The event of an erasure whose last record was deleted at an instant. It is final once no backup can bring a value back.
 * What the customer's key sealed is beyond reach a day after the key. What lay under quotes, changes and consents was
 * sealed under no key that can be destroyed: of that the last is gone when the last consent is that still waited for a
 * yes, and a backup may bring it back for seven days from then, which is always the later of the two.
 */
export function finishErasure(
  { customerId, erasure }: Customer,
  records: number,
  deletedAt: Instant,
): CustomerEvent {
  if (!erasure) throw new Error('an erasure ends that has begun');
  const { erasureId } = erasure;
  const finalAt = after24Hours(deletedAt, DAYS_OF_WAITING + DAYS_OF_VAULT);
  return { type: 'customer.erased', data: { customerId, erasureId, records, finalAt } };
}

/** What stands in the way of an erasure that nobody has asked for yet. */
export function viewPreview({ customerId }: Customer, blockers: readonly Blocker[]): ErasureView {
  return { customerId, status: 'preview', blockers: [...blockers] };
}

/** An erasure that runs or is done. */
export function viewErasure({ customerId }: Customer, erasure: Erasure): ErasureView {
  const { erasureId, status, requestedAt, records, finalAt } = erasure;
  const result: Result | undefined =
    records !== undefined && finalAt !== undefined ? { records, finalAt, left: ['login'] } : undefined;
  return { erasureId, customerId, status, requestedAt, blockers: [], ...(result && { result }) };
}
