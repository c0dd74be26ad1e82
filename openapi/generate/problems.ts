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

/** The module `problems.ts`: status and title of every problem. */
export function problemsModule(contract: Contract): string {
  return `${HEADER}import type { components } from './types.ts';

/** What a problem document shows of each problem. */
export const problems: Readonly<Record<components['schemas']['ProblemCode'], { status: number; title: string }>> = ${literal(problemsOf(contract))};
`;
}
