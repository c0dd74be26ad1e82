import { type Clause, keyOf, type Side } from './clause.ts';
import { describeShift, type Shift, shiftOf, type Word } from './words.ts';

/** What became of a promise: a breaking change fails those who relied on it, an additive one nobody. */
export interface Change {
  breaking: boolean;
  /** What changed, as a sentence. */
  what: string;
}

/** A caller may send what it always sent, and is answered with nothing that it was not told of. */
const BREAKING: Record<Side, readonly Shift[]> = {
  takes: ['narrower', 'other'],
  gives: ['wider', 'other'],
};

/**
 * Everything in which the promises of now are not those that were published. What is taken may only become more, what
 * is given only more exact; of what is given, whoever reads it passes over what they do not know.
 */
export function compare(published: readonly Clause[], now: readonly Clause[]): Change[] {
  const [before, after] = [byKey(published), byKey(now)];
  const kept = published.filter((clause) => after.has(keyOf(clause)));
  return [
    ...published.filter((clause) => !after.has(keyOf(clause))).map(removed),
    ...kept.flatMap((clause) => changesOf(clause, after.get(keyOf(clause)) ?? clause)),
    ...now.filter((clause) => !before.has(keyOf(clause))).map((clause) => added(clause, { before, after })),
  ];
}

type ByKey = ReadonlyMap<string, Clause>;

function byKey(clauses: readonly Clause[]): ByKey {
  return new Map(clauses.map((clause) => [keyOf(clause), clause]));
}

function removed(clause: Clause): Change {
  return { breaking: true, what: `${keyOf(clause)} was promised, and is gone` };
}

/** Something new may be asked for only with something new: what was there before is asked for without it. */
function added(clause: Clause, { before, after }: Record<'before' | 'after', ByKey>): Change {
  const parent = parentOf(clause, after);
  const isDemanded = clause.side === 'takes' && clause.terms.has('required');
  const breaking = isDemanded && (parent === undefined || before.has(parent));
  return { breaking, what: `${keyOf(clause)} is ${breaking ? 'required, and new' : 'new'}` };
}

/** The nearest of what something is a part of. */
function parentOf({ side, subject }: Clause, clauses: ByKey): string | undefined {
  for (let parent = above(subject); parent !== ''; parent = above(parent)) {
    if (clauses.has(`${side} ${parent}`)) return `${side} ${parent}`;
  }
  return undefined;
}

function above(subject: string): string {
  return subject.endsWith('[]')
    ? subject.slice(0, -2)
    : subject.slice(0, Math.max(0, subject.lastIndexOf('.')));
}

function changesOf(before: Clause, after: Clause): Change[] {
  const words = new Set<Word>([...before.terms.keys(), ...after.terms.keys()]);
  return [...words].flatMap((word) => {
    const [old, now] = [before.terms.get(word), after.terms.get(word)];
    if (old === now) return [];
    const breaking = BREAKING[before.side].includes(shiftOf(word, old, now));
    return [{ breaking, what: `${keyOf(before)}: ${describeShift(word, old, now)}` }];
  });
}
