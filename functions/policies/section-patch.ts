import type { PlainDate } from '../platform/calendar.ts';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import { deriveFacts } from '../quotes/facts.ts';
import type { RateBook } from '../quotes/rate-book.ts';
import type { SectionRecords } from './personal.ts';
import { type Patch, type Section, sections } from './stack/cover.ts';

/** What a change says, section by section, as it was said. */
export type SaidSections = Partial<SectionRecords>;

/** A change as it was said, with the ids of the records that keep what is personal of it. */
export interface Said {
  sections: SaidSections;
  records: Partial<Record<Section, string>>;
  coverage?: string | undefined;
  /** The level that a new driver brings along. */
  bonusMalusLevel?: number | undefined;
}

/**
 * What a change means on a book: the facts that follow from each of its sections as of a day. Refused where the book
 * needs what was not said.
 */
export function patchOf(book: RateBook, said: Said, asOf: PlainDate): Patch | Refusal {
  const patch: Patch = said.coverage === undefined ? {} : { coverage: said.coverage };
  for (const section of sections) {
    const record = said.records[section];
    if (record === undefined) continue;
    const derived = deriveFacts(book, requestOf(said, asOf), section);
    if (isRefusal(derived)) return inChange(derived);
    const level = section === 'driver' ? said.bonusMalusLevel : undefined;
    patch[section] = { record, facts: derived.facts, ...(level !== undefined && { bonusMalusLevel: level }) };
  }
  return patch;
}

/** What was said, as a request for a quote would say it. */
function requestOf({ sections: said, bonusMalusLevel }: Said, startDate: PlainDate): object {
  return { startDate, ...said, ...(said.driver && { driver: { ...said.driver, bonusMalusLevel } }) };
}

function inChange({ pointer, ...refusal }: Refusal): Refusal {
  return { ...refusal, pointer: `/change${pointer ?? ''}` };
}
