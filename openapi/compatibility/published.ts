import { readFileSync } from 'node:fs';
import { bundle } from '../generate/bundle.ts';
import { checkContract } from '../generate/check.ts';
import type { Contract } from '../generate/contract.ts';
import { type Clause, parseClause } from './clause.ts';

/** Where what was published stands, a promise a line. */
export const PUBLISHED = new URL('../published.txt', import.meta.url);

/** What was promised when the contract was last published. Throws on a line that is no promise. */
export function readPublished(): Clause[] {
  return readFileSync(PUBLISHED, 'utf8').split('\n').filter(Boolean).map(parseClause);
}

/** The contract as it stands. Throws where it is not valid. */
export function readCurrent(): Contract {
  const contract = bundle(new URL('../partner-api.yaml', import.meta.url)) as unknown as Contract;
  checkContract(contract);
  return contract;
}

/** Whether the contract has a greater major version than the one that was published: it may break promises then. */
export function isNewMajor(published: readonly Clause[], now: readonly Clause[]): boolean {
  return majorOf(now) > majorOf(published);
}

function majorOf(clauses: readonly Clause[]): number {
  const version = clauses.find(({ subject }) => subject === 'contract')?.terms.get('version');
  return Number(version?.split('.')[0] ?? 0);
}
