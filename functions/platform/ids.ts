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

/** Of those, what names a person, or what a person did: since when it is known is nobody's business. */
type OpaquePrefix = 'cus' | 'pty' | 'trp';

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

function present(): string {
  let letters = '';
  for (let left = Date.now(); letters.length < TIME; left = Math.floor(left / LETTERS.length)) {
    letters = letterOf(left) + letters;
  }
  return letters;
}

/** A new id: a prefix and a ULID, e.g. `quo_01K…`. Sorts by creation; carries no personal data. */
export function newId<Prefix extends Exclude<IdPrefix, OpaquePrefix>>(prefix: Prefix): `${Prefix}_${string}` {
  return `${prefix}_${present()}${chance(CHANCE)}`;
}

/** A new id of the same form for a person, a trip or what is said of driving: it is all chance, and tells no time. */
export function newOpaqueId<Prefix extends OpaquePrefix | 'evt'>(prefix: Prefix): `${Prefix}_${string}` {
  return `${prefix}_${chance(TIME + CHANCE)}`;
}
