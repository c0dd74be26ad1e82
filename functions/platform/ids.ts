/** Every kind of thing that has an id, by its prefix (the contract's list). */
export type IdPrefix =
  | 'quo'
  | 'off'
  | 'evt'
  | 'pol'
  | 'txn'
  | 'chg'
  | 'cus'
  | 'rec'
  | 'clm'
  | 'pty'
  | 'pay'
  | 'rcy'
  | 'nte'
  | 'doc'
  | 'con'
  | 'rel'
  | 'era'
  | 'dev'
  | 'trp';

/** Of those, what names a person. */
type PersonPrefix = 'cus' | 'pty';

/** Crockford's base 32, in which ULIDs are written. Source: github.com/ulid/spec. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** How many letters tell the time, in milliseconds since 1970, and how many are chance. */
const TIME = 10;
const CHANCE = 16;

/** Random bytes, drawn many at a time: asking for those of each id alone costs more than the whole id. */
const bytes = new Uint8Array(2_048);
let next = bytes.length;

function randomByte(): number {
  if (next === bytes.length) {
    crypto.getRandomValues(bytes);
    next = 0;
  }
  return bytes[next++] ?? 0;
}

function letterOf(number: number): string {
  return LETTERS.charAt(number % LETTERS.length);
}

/** So many letters of chance, all of them equally likely: 256 is a multiple of 32. */
function chance(count: number): string {
  let letters = '';
  while (letters.length < count) letters += letterOf(randomByte());
  return letters;
}

/** The letters that tell an instant, in epoch milliseconds. */
function timeOf(instant: number): string {
  let letters = '';
  for (let left = instant; letters.length < TIME; left = Math.floor(left / LETTERS.length)) {
    letters = letterOf(left) + letters;
  }
  return letters;
}

/** A new id: a prefix and a ULID, e.g. `quo_01K…`. Sorts by creation; carries no personal data. */
export function newId<Prefix extends Exclude<IdPrefix, PersonPrefix>>(prefix: Prefix): `${Prefix}_${string}` {
  return newIdAt(prefix, Date.now());
}

/** The same, of what began at another instant (epoch milliseconds) than its id is made: it sorts by that. */
export function newIdAt<Prefix extends Exclude<IdPrefix, PersonPrefix>>(
  prefix: Prefix,
  instant: number,
): `${Prefix}_${string}` {
  return `${prefix}_${timeOf(instant)}${chance(CHANCE)}`;
}

/** What sorts after every id of that instant or an earlier one, and before every later one. */
export function lastIdAt(prefix: IdPrefix, instant: number): string {
  return `${prefix}_${timeOf(instant)}~`;
}

/** A new id of the same form for a person: it is all chance, and does not tell since when they are known. */
export function newOpaqueId<Prefix extends PersonPrefix>(prefix: Prefix): `${Prefix}_${string}` {
  return `${prefix}_${chance(TIME + CHANCE)}`;
}
