import { expect } from 'vitest';
import { problems } from '../../openapi/generated/problems.ts';
import type { Answered } from './request.ts';

export type ProblemCode = keyof typeof problems;

const REQUEST = /^urn:request:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What only the inside of a program would say: a place in the code, a file, the name of an error. */
const INSIDE = /\bat \S+ \(|:\d+:\d+|node_modules|\b\w+\.m?[jt]s\b|(Error|Exception)\b/;

/** Expects a problem document of this code, which says nothing of the code that failed. */
export function expectProblem(answer: Answered, code: ProblemCode): void {
  const { status, title } = problems[code];
  expect([answer.status, answer.json?.type]).toEqual([status, `urn:partner-api:problem:${code}`]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.json).toMatchObject({ title, status, instance: expect.stringMatching(REQUEST) });
  expect(answer.text).not.toMatch(INSIDE);
}
