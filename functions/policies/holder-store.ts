import type { Write } from '../platform/commit.ts';
import { keyMustRemain } from '../platform/kept-key.ts';
import { Problem } from '../platform/problem.ts';
import { readKey } from '../platform/subject-key.ts';
import type { Policy } from './policy.ts';

/** Holds a commitment to a policy's holder, for whom cover is to begin: refused once they were erased. */
export async function holderMustRemain({ customerId }: Pick<Policy, 'customerId'>): Promise<Write> {
  if (!(await readKey(customerId))) throw new Problem('customer-erased', 'The customer was erased.');
  return keyMustRemain(customerId);
}
