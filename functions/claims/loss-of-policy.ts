import type { PlainDate } from '../platform/calendar.ts';
import type { Refusal } from '../platform/problem.ts';
import { type PolicyHistory, timelineIn } from '../policies/policy.ts';
import { type Segment, segmentAt } from '../policies/stack/timeline.ts';
import type { Product } from '../quotes/catalogue.ts';
import type { LossCover } from './claim.ts';

/** The segment of a policy that covered a day, as the policy is known today; refused where there was no cover then. */
export function segmentCovering(policy: PolicyHistory, day: PlainDate): Segment | Refusal {
  const timeline = timelineIn(policy);
  const segment = segmentAt(timeline, day);
  if (segment?.standing === 'in-force') return segment;
  const reinstated = timeline.some(({ from, standing }) => from > day && standing === 'in-force');
  return {
    refusal: 'not-covered-then',
    detail: whyNot(policy, day, segment, reinstated),
    pointer: '/occurredAt',
  };
}

function whyNot(
  { inception }: PolicyHistory,
  day: PlainDate,
  segment: Segment | undefined,
  reinstated: boolean,
): string {
  if (day < inception) return `Cover begins on ${inception}.`;
  if (!segment) return 'Cover had ended by that day.';
  const ended = `The policy was ${segment.standing} from ${segment.from} on`;
  return reinstated ? `${ended}, and reinstated from ${segment.to} on.` : `${ended}.`;
}

/** What a segment covers, as a claim takes it down. */
export function lossCoverOf(segment: Segment, policyVersion: number, product: Product): LossCover {
  const { coverages, currency, straightThroughAmount, fourEyesAmount } = product;
  const coverage = coverages.find(({ code }) => code === segment.cover.coverage);
  if (!coverage) throw new Error(`product ${product.product} has no coverage ${segment.cover.coverage}`);
  const { code, kind, causes, deductibles, limit, coinsurance } = coverage;
  return {
    coverage: code,
    ...{ kind, causes, limit, coinsurance, currency, straightThroughAmount, fourEyesAmount },
    deductibles: deductibles.map(({ amount }) => amount),
    ...{ from: segment.from, to: segment.to, policyVersion },
  };
}
