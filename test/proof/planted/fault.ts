/** What goes wrong by a fault. */
export type FaultKind =
  | 'a condition dropped'
  | 'a mask skipped'
  | 'an event lost'
  | 'a role widened'
  | 'an index broken'
  | 'an answer in parts ignored'
  | 'an owner not asked for'
  | 'a scope not asked for'
  | 'a token trusted'
  | 'a receipt forgotten'
  | 'a retry forgotten'
  | 'a sum wrong'
  | 'a secret told'
  | 'a seal broken'
  | 'a promise broken'
  | 'an operator left alone';

/** A fault that somebody might make, and the check that must not let it pass. */
export interface Fault {
  name: string;
  kind: FaultKind;
  /** Where it is made, from the root of the project. */
  file: string;
  /** What stands there, exactly once, and what stands there instead then. */
  text: string;
  instead: string;
  /** The check that fails: a file of tests, and a part of the title of one of them, or of several made from one. */
  caughtBy: { file: string; test: string };
  /** The check runs what is synthesized, or generated from the contract, which is done anew with the fault in it. */
  synthesized?: true;
  /** Tried in the suite as well; all others where everything is proven. */
  always?: true;
}
