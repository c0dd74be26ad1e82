import type { components } from '../../../openapi/generated/types.ts';
import type { Claim } from '../claim.ts';
import { figuresOf, standingDecision } from '../handling/figures.ts';

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

/**
 * As the decision that stands has it, whatever was paid or came back since. Of own damage, and of what was denied or
 * withdrawn, nobody asks whose fault it was.
 */
function faultOf(claim: Claim): StatedClaim['fault'] {
  const { closure, cover } = claim;
  const percent = closure?.outcome === 'withdrawn' ? undefined : percentOf(claim);
  if (percent !== undefined) return percent > 0 ? 'at-fault' : 'not-at-fault';
  const waits = cover.kind === 'liability' && !closure && !standingDecision(claim);
  return waits ? 'undecided' : 'not-assessed';
}

function percentOf(claim: Claim): number | undefined {
  const decision = standingDecision(claim);
  return decision?.decision === 'approve' ? decision.settlement.liabilityPercent : undefined;
}
