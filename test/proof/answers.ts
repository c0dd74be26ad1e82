import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operations } from '../../openapi/generated/operations.ts';
import { type Answers, answersIn, unanswered } from '../support/answers.ts';
import type { Finding } from './finding.ts';

/** Where tests put on record what was answered and held against the contract: a line for each file of them. */
const RECORDED = join(import.meta.dirname, '../../.proof/answers.jsonl');

/**
 * What all tests of this run were answered: each answer was held against the contract as it came, so what is left to
 * be shown is that every operation gave its good one.
 */
export async function measureAnswers(): Promise<Finding[]> {
  const lines = existsSync(RECORDED) ? readFileSync(RECORDED, 'utf8').split('\n').filter(Boolean) : [];
  return [judgeAnswers(answersIn(lines))];
}

/** Judges whether every operation was seen to answer well. */
export function judgeAnswers(answers: Answers): Finding {
  const faults = unanswered(answers).map((operationId) => `${operationId} never gave its good answer`);
  const classes: Record<string, number> = {};
  for (const [answer, count] of Object.entries(answers)) {
    const name = `${answer.split(' ')[1]?.at(0)}xx`;
    classes[name] = (classes[name] ?? 0) + count;
  }
  const count = Object.values(classes).reduce((sum, each) => sum + each, 0);
  return {
    claim: `Every answer of these tests is as the contract says, of all ${Object.keys(operations).length} operations`,
    held: faults.length === 0,
    tried: [{ what: 'answers held against it', count, figures: classes }],
    faults,
    figures: answers,
  };
}
