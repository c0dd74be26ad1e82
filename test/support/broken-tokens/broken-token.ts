import type { Signer } from './signer.ts';

/** A token that does not hold. */
export interface BrokenToken {
  /** What is wrong with it, after "a token". */
  what: string;
  make(signer: Signer): string;
}
