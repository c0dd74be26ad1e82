import type { TriageRules } from './rules.ts';

/**
 * What is wrong with triage rules that their schema cannot say: queues that there are not, codes that are there twice, a
 * rule of its own for what goes straight through. Empty for rules that can judge.
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
  ];
}

function missing(where: string, queue: string, queues: readonly string[]): string[] {
  return queues.includes(queue) ? [] : [`${where}: there is no queue ${queue}`];
}
