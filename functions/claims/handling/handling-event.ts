import type { Instant } from '../../platform/clock.ts';
import type { Money } from '../../platform/money.ts';
import type {
  Claim,
  ClaimStatus,
  Closure,
  Decision,
  Note,
  NotifiedLoss,
  Party,
  Payment,
  Recovery,
  Reserve,
} from '../claim.ts';
import { isPaidUp } from './figures.ts';

/** What every event says of its claim. */
export type Named = Pick<NotifiedLoss, 'claimId' | 'policyId'>;

/** Who approved what is payable, as the standing decision has it. */
export interface Approval {
  payable: Money;
  approvedBy: string;
  approvedAt: Instant;
}

/** What the insurer does about a claim: its staff, or triage where nobody has to look. */
export type HandlingEvent =
  | { type: 'claim.assigned'; data: Named & { queue: string; by: string } }
  | { type: 'claim.reserved'; data: Named & Reserve }
  | { type: 'claim.decided'; data: Named & Decision & { by: 'triage' | 'staff' } }
  | { type: 'claim.payment-approved'; data: Named & Approval }
  | { type: 'claim.paid'; data: Named & Payment & { party: Party } }
  | { type: 'claim.recovered'; data: Named & Recovery }
  | { type: 'claim.noted'; data: Named & Note }
  | { type: 'claim.closed'; data: Named & Closure }
  | { type: 'claim.reopened'; data: Named & { by: string; noteId?: string } };

/** A claim after one more act of handling. */
export function evolveHandling(before: Claim, event: HandlingEvent): Claim {
  switch (event.type) {
    case 'claim.closed':
    case 'claim.reopened':
      return turn(before, event);
    case 'claim.decided':
    case 'claim.payment-approved':
    case 'claim.paid':
      return settle(before, event);
    default:
      return { ...work(before, event), status: takenUp(before.status) };
  }
}

type EventOf<Type extends HandlingEvent['type']> = Extract<HandlingEvent, { type: Type }>;

/** What leaves a claim undecided, or decided as it was. */
function work(
  before: Claim,
  event: EventOf<'claim.assigned' | 'claim.reserved' | 'claim.recovered' | 'claim.noted'>,
): Claim {
  switch (event.type) {
    case 'claim.assigned':
      return { ...before, queue: event.data.queue };
    case 'claim.reserved': {
      const { claimId, policyId, ...reserve } = event.data;
      return { ...before, reserves: [...before.reserves, reserve] };
    }
    case 'claim.recovered': {
      const { claimId, policyId, ...recovery } = event.data;
      return { ...before, recoveries: [...before.recoveries, recovery] };
    }
    case 'claim.noted': {
      const { claimId, policyId, ...note } = event.data;
      return { ...before, notes: [...before.notes, note] };
    }
  }
}

/** What is owed, and what is paid of it. */
function settle(
  before: Claim,
  event: EventOf<'claim.decided' | 'claim.payment-approved' | 'claim.paid'>,
): Claim {
  switch (event.type) {
    case 'claim.decided': {
      const { claimId, policyId, by, ...decision } = event.data;
      const status = decision.decision === 'approve' ? 'approved' : 'denied';
      return paidUp({ ...before, decisions: [...before.decisions, decision], status });
    }
    case 'claim.payment-approved': {
      const { approvedBy, approvedAt } = event.data;
      const approval = { approval: 'given', approvedBy, approvedAt } as const;
      return { ...before, decisions: approved(before.decisions, approval) };
    }
    case 'claim.paid': {
      const { claimId, policyId, party, ...payment } = event.data;
      const payments = [...before.payments, payment];
      return paidUp({ ...before, payments, parties: [...before.parties, party] });
    }
  }
}

/** The decisions once the last was approved. */
function approved(
  decisions: readonly Decision[],
  approval: Omit<Approval, 'payable'> & { approval: 'given' },
): Decision[] {
  return decisions.map((decision, index) =>
    index === decisions.length - 1 && decision.decision === 'approve'
      ? { ...decision, ...approval }
      : decision,
  );
}

/** A claim is paid once all of what is payable has been. */
function paidUp(claim: Claim): Claim {
  return isPaidUp(claim) ? { ...claim, status: 'paid' } : claim;
}

/** A claim ends, or is taken up again. */
function turn(before: Claim, event: EventOf<'claim.closed' | 'claim.reopened'>): Claim {
  if (event.type === 'claim.closed') {
    const { claimId, policyId, ...closure } = event.data;
    return { ...before, closure, status: 'closed' };
  }
  const { closure, ...claim } = before;
  return { ...claim, status: 'reopened', openings: claim.openings + 1 };
}

/** What was received is under review from the first act of staff on. */
function takenUp(status: ClaimStatus): ClaimStatus {
  return status === 'received' ? 'under-review' : status;
}
