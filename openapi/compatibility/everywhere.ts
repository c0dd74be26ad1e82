import { type Clause, printClause } from './clause.ts';

const HEADER = /^(\w+)(\.header\..+)$/;

/** A header that each of so many operations has, and has alike, is said once instead of once for each of them. */
export function saidOnce(clauses: readonly Clause[], operations: number): Clause[] {
  const counts = new Map<string, number>();
  for (const clause of clauses) {
    const line = printClause(ofAll(clause));
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return clauses.map((clause) =>
    counts.get(printClause(ofAll(clause))) === operations ? ofAll(clause) : clause,
  );
}

/** What a clause says of the header of an operation, as said of all; any other clause as it is. */
function ofAll(clause: Clause): Clause {
  return { ...clause, subject: clause.subject.replace(HEADER, 'every$2') };
}
