import type { TriageRules } from './rules.ts';

/**
 * What is wrong with triage rules that their schema cannot say: queues that there are not, codes that are there twice, a
 * rule of its own for what goes straight through, nothing that keeps what nobody has valued from going there. Empty for
 * rules that can judge.
 */
export function faultsOf({ rules, queues, straightThrough }: TriageRules): string[] {
  const codes = rules.map(({ code }) => code);
  return [
    ...rules.flatMap(({ code, queue }) => missing(`rule ${code}`, queue, queues)),
    ...rules
      .filter(({ queue }) => queue === straightThrough)
      .map(({ code }) => `rule ${code}: ${straightThrough} is for what no rule speaks of`),
    ...codes
      .filter((code, index) => codes.indexOf(code) < index)
      .map((code) => `rule ${code}: there are two`),
    ...missing('straightThrough', straightThrough, queues),
    ...(rules.some(refersUnvalued) ? [] : ['what nobody has valued would go straight through']),
  ];
}

function refersUnvalued({ when }: TriageRules['rules'][number]): boolean {
  const [condition, ...others] = when;
  const isUnknown = condition?.fact === 'amountKnown' && 'is' in condition && !condition.is;
  return isUnknown && others.length === 0;
}

function missing(where: string, queue: string, queues: readonly string[]): string[] {
  return queues.includes(queue) ? [] : [`${where}: there is no queue ${queue}`];
}
