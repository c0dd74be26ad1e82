import type { components } from '../../../openapi/generated/types.ts';
import type { Claim } from '../claim.ts';
import { figuresOf, isAtFault, standingDecision } from '../handling/figures.ts';

/** What another insurer is told of a claim: nothing of anybody else who has to do with it. */
export type StatedClaim = components['schemas']['StatedClaim'];

/** A claim as a claims history states it. */
export function statedClaim(claim: Claim): StatedClaim {
  const { claimId, protocolNumber, occurredOn, cause, closure } = claim;
  const { paid, recovered } = figuresOf(claim);
  const liabilityPercent = percentOf(claim);
  return {
    ...{ claimId, protocolNumber, occurredOn, cause },
    fault: faultOf(claim),
    ...(liabilityPercent !== undefined && { liabilityPercent }),
    ...{ paid, recovered },
    ...(closure ? { state: 'closed', outcome: closure.outcome } : { state: 'open' }),
  };
}

/** While a liability is open it may still turn out to be somebody's fault; own damage never is a matter of it. */
function faultOf(claim: Claim): StatedClaim['fault'] {
  if (claim.cover.kind === 'own-damage') return 'not-assessed';
  if (isAtFault(claim)) return 'at-fault';
  return claim.closure ? 'not-at-fault' : 'undecided';
}

function percentOf(claim: Claim): number | undefined {
  const decision = standingDecision(claim);
  return decision?.decision === 'approve' ? decision.settlement.liabilityPercent : undefined;
}
