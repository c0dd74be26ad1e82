import type { components } from '../../../openapi/generated/triage-rules.ts';
import type { Reason } from '../claim.ts';
import type { Facts } from './facts.ts';

/** Triage rules as data; `openapi/triage-rules.yaml` says what each part means. */
export type TriageRules = components['schemas']['TriageRules'];

type Rule = TriageRules['rules'][number];
type Condition = Rule['when'][number];

/** What rules say of a loss: where it goes, and every rule that fired. */
export interface Verdict {
  route: 'straight-through' | 'review';
  queue: string;
  reasons: readonly Reason[];
}

/** Runs all rules on a loss. Straight through goes only what none of them has anything to say of. */
export function judge({ rules, queues, straightThrough }: TriageRules, facts: Facts): Verdict {
  const fired = rules.filter(({ when }) => when.every((condition) => holds(condition, facts)));
  const queue = queues.find((each) => fired.some((rule) => rule.queue === each));
  if (queue === undefined) return { route: 'straight-through', queue: straightThrough, reasons: [] };
  return { route: 'review', queue, reasons: fired.map(reasonOf) };
}

function reasonOf({ code, detail, kind, confidential }: Rule): Reason {
  return { code, detail, kind, ...(confidential && { confidential }) };
}

function holds(condition: Condition, facts: Facts): boolean {
  const fact = facts[condition.fact];
  if ('is' in condition) return fact === condition.is;
  if ('in' in condition) return condition.in.some((value) => value === fact);
  if (typeof fact !== 'number') return false;
  return 'above' in condition ? fact > condition.above : fact < condition.below;
}
