import { canonicalJson } from '../../platform/canonical.ts';
import type { Instant } from '../../platform/clock.ts';
import { Decimal, type Money, money } from '../../platform/money.ts';
import { accepted } from '../../platform/problem.ts';
import type { Claim, LossCover, Triage } from '../claim.ts';
import { type ClaimEvent, evolve } from '../claim-event.ts';
import { decide } from '../handling/decision.ts';
import type { Publication } from './catalogue.ts';
import type { Facts } from './facts.ts';
import { judge } from './rules.ts';

/** What published rules make of a loss, with all that is needed to repeat it. */
export function triage({ name, digest, rules }: Publication, facts: Facts, at: Instant): Triage {
  return { rules: name, digest, facts, ...judge(rules, facts), at };
}

/**
 * What follows of a claim once one of its documents was attached: another triage by the rules that judged it first, and
 * where it now goes straight through, its settlement. Nothing once a person has taken it up: from then on persons decide.
 */
export function triageAgain(claim: Claim, publication: Publication, at: Instant): readonly ClaimEvent[] {
  if (claim.status !== 'received') return [];
  const documents = claim.documents.filter(({ status }) => status === 'attached').length;
  const again = triage(publication, { ...claim.triage.facts, documents }, at);
  if (canonicalJson(again.reasons) === canonicalJson(claim.triage.reasons)) return [];
  const { claimId, policyId, version } = claim;
  const triaged: ClaimEvent = { type: 'claim.triaged', data: { claimId, policyId, triage: again } };
  return [triaged, ...settleAtOnce(evolve(claim, [triaged], { version, occurredAt: at }), at)];
}

/** The settlement of a claim that goes straight through: the estimate is the loss. */
export function settleAtOnce(claim: Claim, at: Instant): readonly ClaimEvent[] {
  const { cover } = claim;
  const { route, facts } = claim.triage;
  const loss = estimateIn(facts, cover);
  if (route !== 'straight-through' || !loss) return [];
  const request = { decision: 'approve', coverage: cover.coverage, loss } as const;
  return accepted(decide(claim, request, { by: 'triage', at }));
}

function estimateIn({ estimatedAmount }: Facts, { currency }: LossCover): Money | undefined {
  return typeof estimatedAmount === 'number' ? money(new Decimal(estimatedAmount), currency) : undefined;
}
