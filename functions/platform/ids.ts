import { ulid } from 'ulid';

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

/** Random words, drawn many at a time: asking for each alone costs more than the whole id. */
const words = new Uint32Array(512);
let next = words.length;

function random(): number {
  if (next === words.length) {
    crypto.getRandomValues(words);
    next = 0;
  }
  return (words[next++] ?? 0) / 2 ** 32;
}

/** Of those, what names a person. */
type PersonPrefix = 'cus' | 'pty';

/** A new id: a prefix and a ULID, e.g. `quo_01K…`. Sorts by creation; carries no personal data. */
export function newId<Prefix extends Exclude<IdPrefix, PersonPrefix>>(prefix: Prefix): `${Prefix}_${string}` {
  return `${prefix}_${ulid(undefined, random)}`;
}

/** A new id of the same form for a person: it is all chance, and does not tell since when they are known. */
export function newOpaqueId<Prefix extends PersonPrefix>(prefix: Prefix): `${Prefix}_${string}` {
  // The last sixteen letters of a ULID are chance.
  const half = () => ulid(undefined, random).slice(-13);
  return `${prefix}_${half()}${half()}`;
}
