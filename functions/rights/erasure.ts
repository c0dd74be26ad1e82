import type { components } from '../../openapi/generated/types.ts';
import type { Customer, CustomerEvent, Erasure } from '../customers/customer.ts';
import { after24Hours } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { Problem, type Refusal } from '../platform/problem.ts';
import type { Blocker } from './blockers.ts';

/** What the contract shows of an erasure, and of what stands in its way. */
export type ErasureView = components['schemas']['Erasure'];

/** A customer's key can be brought back for a day: so far do the backups of its table reach. */
const DAYS_OF_KEYS = 1;

/** So far do the backups of the vault reach, in which lies what was sealed under no key of the customer's own. */
const DAYS_OF_VAULT = 7;

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

function sayWhy({ code, policyId, until }: Blocker): string {
  if (code === 'retention') return `policy ${policyId} has to be kept until ${until}`;
  return until === null ? `policy ${policyId} is in force` : `policy ${policyId} is in force until ${until}`;
}

/**
 * The event of an erasure whose last record is gone. It is final once no backup can bring a value back: `alsoGone` says
 * since when records are gone that were sealed under no key of the customer's own.
 */
export function finishErasure(
  { customerId, erasure }: Customer,
  records: number,
  alsoGone: readonly Instant[],
): CustomerEvent {
  if (!erasure) throw new Error('an erasure ends that has begun');
  const { erasureId, requestedAt } = erasure;
  const keyFinal = after24Hours(requestedAt, DAYS_OF_KEYS);
  const othersFinal = alsoGone.map((at) => after24Hours(at, DAYS_OF_VAULT));
  const finalAt = othersFinal.reduce((latest, at) => (at > latest ? at : latest), keyFinal);
  return { type: 'customer.erased', data: { customerId, erasureId, records, finalAt } };
}

/** What stands in the way of an erasure that nobody has asked for yet. */
export function viewPreview({ customerId }: Customer, blockers: readonly Blocker[]): ErasureView {
  return { customerId, status: 'preview', blockers: [...blockers] };
}

/** An erasure that runs or is done. */
export function viewErasure({ customerId }: Customer, erasure: Erasure): ErasureView {
  const { erasureId, status, requestedAt, records, finalAt } = erasure;
  const result = records !== undefined && finalAt !== undefined ? { records, finalAt } : undefined;
  return { erasureId, customerId, status, requestedAt, blockers: [], ...(result && { result }) };
}
