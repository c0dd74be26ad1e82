import type { Contract, Schema } from './contract.ts';
import { HEADER, literal } from './literal.ts';

export interface Problem {
  status: number;
  title: string;
}

/** Every problem of the contract by its code. */
export function problemsOf({ components }: Contract): Record<string, Problem> {
  const codes: Schema[] = components.schemas.ProblemCode?.oneOf ?? [];
  return Object.fromEntries(
    codes.map((code) => [
      String(code.const),
      { status: Number(code['x-status']), title: String(code.title) },
    ]),
  );
}

/** The module `problems.ts`: status and title of every problem. Every function carries it: each status is said once. */
export function problemsModule(contract: Contract): string {
  const problems = Object.entries(problemsOf(contract));
  const byStatus = Object.groupBy(problems, ([, { status }]) => status);
  const titles = Object.entries(byStatus).map(([status, group = []]) => [
    status,
    Object.fromEntries(group.map(([code, { title }]) => [code, title])),
  ]);
  return `${HEADER}import type { components } from './types.ts';

type Code = components['schemas']['ProblemCode'];

/** The titles of the problems of each status. */
const titles: Readonly<Record<string, Partial<Record<Code, string>>>> = ${literal(Object.fromEntries(titles))};

/** What a problem document shows of each problem. */
export const problems = Object.fromEntries(
  Object.entries(titles).flatMap(([status, ofStatus]) =>
    Object.entries(ofStatus).map(([code, title]) => [code, { status: Number(status), title }]),
  ),
) as Readonly<Record<Code, { status: number; title: string }>>;
`;
}
