import { problems } from '../../openapi/generated/problems.ts';
import type { components } from '../../openapi/generated/types.ts';

/** The closed list of problems, as the contract names them. */
export type ProblemCode = components['schemas']['ProblemCode'];

/** One offending place: where the value came in, and a JSON pointer to it. Never the value itself. */
export interface Violation {
  in: 'body' | 'query' | 'path' | 'header';
  pointer: string;
  detail: string;
}

/** What the domain answers when it will not do as asked: a value, since it is expected. */
export interface Refusal {
  refusal: ProblemCode;
  detail: string;
  /** JSON pointer into the request's body, when one place is to blame. */
  pointer?: string;
}

/** Ends a request with a problem document. Its texts reach the caller: no value from outside goes in. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly violations: readonly Violation[];

  constructor(code: ProblemCode, detail: string, violations: readonly Violation[] = []) {
    super(detail);
    this.code = code;
    this.violations = violations;
  }

  /** The HTTP status of its kind. */
  get status(): number {
    return problems[this.code].status;
  }

  /** The problem that a refusal of the domain becomes. */
  static from({ refusal, detail, pointer }: Refusal): Problem {
    return new Problem(refusal, detail, pointer === undefined ? [] : [{ in: 'body', pointer, detail }]);
  }
}

/** Tells a refusal from any other outcome of a decision. */
export function isRefusal<Outcome extends object>(outcome: Outcome | Refusal): outcome is Refusal {
  return 'refusal' in outcome;
}

/** An outcome that is not a refusal; a refusal ends the request with its problem. */
export function accepted<Outcome extends object>(outcome: Outcome | Refusal): Outcome {
  if (isRefusal(outcome)) throw Problem.from(outcome);
  return outcome;
}
