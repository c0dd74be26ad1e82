import { type OperationId, operations } from '../../openapi/generated/operations.ts';

/** How often there was which answer, by operation and status: `createQuote 201`. */
export type Answers = Readonly<Record<string, number>>;

/** All answers that test files got, of the lines that each has left at its end. */
export function answersIn(lines: readonly string[]): Answers {
  const sums: Record<string, number> = {};
  for (const line of lines) {
    const { answers } = JSON.parse(line) as { answers: Answers };
    for (const [answer, count] of Object.entries(answers)) sums[answer] = (sums[answer] ?? 0) + count;
  }
  return sums;
}

/** The operations that never gave their good answer. */
export function unanswered(answers: Answers): OperationId[] {
  return Object.values(operations)
    .filter(({ operationId, success }) => !answers[`${operationId} ${success}`])
    .map(({ operationId }) => operationId);
}
