/**
 * How a term changed, by what fits it: less than before, more than before, or something else. Whoever sends what fitted
 * is refused after the first, whoever reads gets what did not fit after the second. On what is `told` nobody relies.
 */
export type Shift = 'narrower' | 'wider' | 'other' | 'told';

type Rule = (before: string | undefined, after: string | undefined) => Shift;

const BETWEEN = ' | ';

/** Members of a set as one text, in an order that says nothing. */
export function setOf(members: readonly string[]): string {
  return [...members].sort().join(BETWEEN);
}

/** Bounds as one text: `1..20`, `1..` or `..20`; undefined where there are none. */
export function rangeOf(least: unknown, most: unknown): string | undefined {
  return least === undefined && most === undefined ? undefined : `${least ?? ''}..${most ?? ''}`;
}

/** What is said at all leaves out what does not fit it; something else that is said leaves out something else. */
const constraint: Rule = (before, after) => {
  if (before === undefined) return 'narrower';
  return after === undefined ? 'wider' : 'other';
};

/** Means one thing, and has no more or less. */
const exact: Rule = () => 'other';

/** Tells of the contract, and promises nothing. */
const told: Rule = () => 'told';

/** How two sets differ: `more` is what it means that members came, `less` that some went. */
function sets(more: Shift, less: Shift): Rule {
  return (before, after) => {
    if (before === undefined || after === undefined) return constraint(before, after);
    const [old, now] = [before.split(BETWEEN), after.split(BETWEEN)];
    if (old.every((member) => now.includes(member))) return more;
    return now.every((member) => old.includes(member)) ? less : 'other';
  };
}

const range: Rule = (before, after) => {
  if (before === undefined || after === undefined) return constraint(before, after);
  const [old, now] = [boundsOf(before), boundsOf(after)];
  if (now.least <= old.least && now.most >= old.most) return 'wider';
  return now.least >= old.least && now.most <= old.most ? 'narrower' : 'other';
};

function boundsOf(text: string): { least: number; most: number } {
  const [least = '', most = ''] = text.split('..');
  return {
    least: least === '' ? Number.NEGATIVE_INFINITY : Number(least),
    most: most === '' ? Number.POSITIVE_INFINITY : Number(most),
  };
}

const choice = sets('wider', 'narrower');

/** Every word that a promise can have in it, and how it is compared. */
const rules = {
  required: constraint,
  is: exact,
  type: choice,
  'one-of': choice,
  'any-of': choice,
  length: range,
  value: range,
  items: range,
  size: range,
  unique: constraint,
  closed: constraint,
  names: constraint,
  'goes-with': constraint,
  format: constraint,
  pattern: constraint,
  default: exact,
  class: exact,
  mask: exact,
  'each-alone': exact,
  method: exact,
  path: exact,
  caller: exact,
  // Each has to be held: with more of them, fewer callers may.
  scopes: sets('narrower', 'wider'),
  permission: exact,
  object: exact,
  consumes: exact,
  producer: exact,
  staff: exact,
  customer: exact,
  status: exact,
  media: exact,
  // Callers know the class of a status that they do not know: to be refused in one more way is nothing new.
  refusals: sets('narrower', 'other'),
  // What is to go one day is there until then.
  deprecated: told,
  version: told,
} satisfies Record<string, Rule>;

/** A word of the promises; the list is closed. */
export type Word = keyof typeof rules;

export function isWord(text: string): text is Word {
  return Object.hasOwn(rules, text);
}

/** How a term changed, of which there is one before or after at least, and not the same. */
export function shiftOf(word: Word, before: string | undefined, after: string | undefined): Shift {
  return rules[word](before, after);
}

/** What became of a term, in words: of a set that grew or shrank, what came or went. */
export function describeShift(word: Word, before: string | undefined, after: string | undefined): string {
  const [old, now] = [before?.split(BETWEEN) ?? [], after?.split(BETWEEN) ?? []];
  const come = now.filter((member) => !old.includes(member));
  const gone = old.filter((member) => !now.includes(member));
  if (before && after && gone.length === 0) return `${word} gained ${come.join(' and ')}`;
  if (before && after && come.length === 0) return `${word} lost ${gone.join(' and ')}`;
  return `${word} ${said('was', before)}, and ${said('is', after)}`;
}

function said(verb: string, value: string | undefined): string {
  if (value === undefined) return `${verb} not said`;
  return value === '' ? `${verb} said` : `${verb} ${value}`;
}
