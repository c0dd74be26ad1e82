import { describe, expect, it } from 'vitest';
import { quoteRequest, readBook } from '../../test/support/risks.ts';
import { isRefusal } from '../platform/problem.ts';
import { deriveFacts, type Facts } from '../quotes/facts.ts';
import { price } from '../quotes/rating.ts';
import { rate, taxRulesOf } from './rate.ts';
import { type Cover, type Patch, patched } from './stack/cover.ts';

const book = readBook('motor-be@1.0.0');
const publication = { name: 'motor-be@1.0.0', digest: 'digest', book };

/** Cover of the usual risk, with some of its facts others, as an underwriter let it be priced. */
function coverOf(facts: Facts, rateAs: Record<string, string> = {}): Cover {
  const derived = deriveFacts(book, quoteRequest());
  if (isRefusal(derived)) throw new Error(derived.refusal);
  const all = { ...derived.facts, ...facts };
  const priced = price(book, { ...all, ...rateAs }, 'TPL');
  if ('unrated' in priced) throw new Error(priced.unrated);
  return {
    coverage: 'TPL',
    facts: all,
    terms: { rateAs },
    bonusMalusLevel: 2,
    records: { driver: 'rec_1', vehicle: 'rec_2', address: 'rec_3' },
    rateBook: publication.name,
    rateBookDigest: publication.digest,
    premium: priced.premium,
    taxRules: taxRulesOf(book),
  };
}

function refusalOf(before: Cover, patch: Patch): string {
  const rated = rate(publication, patched(before, patch), before);
  return isRefusal(rated) ? rated.refusal : 'none';
}

const vehicle = (facts: Facts): Patch => ({ vehicle: { record: 'rec_new', facts } });

describe('what an underwriter took', () => {
  const strong = coverOf({ powerKw: 260 });

  it('stays taken while another part of the risk changes', () => {
    expect(refusalOf(strong, { address: { record: 'rec_4', facts: { province: 'Antwerp' } } })).toBe('none');
    expect(refusalOf(strong, vehicle({ powerKw: 260, vehicleAge: 1 }))).toBe('none');
  });

  it('says nothing of a worse risk of the same kind', () => {
    expect(refusalOf(strong, vehicle({ powerKw: 2000 }))).toBe('underwriting-required');
  });

  it('as another fact is so read until the fact is another', () => {
    const electric = coverOf({ fuel: 'electric' }, { fuel: 'gasoline' });

    expect(refusalOf(electric, vehicle({ fuel: 'electric', powerKw: 70 }))).toBe('none');
    expect(refusalOf(electric, vehicle({ fuel: 'hydrogen' }))).toBe('underwriting-required');
    expect(refusalOf(electric, vehicle({ fuel: 'diesel' }))).toBe('none');
  });
});

describe('what nobody has looked at', () => {
  it.each([
    [{ powerKw: 251 }, 'underwriting-required'],
    [{ fuel: 'hydrogen' }, 'underwriting-required'],
    [{ powerKw: 250 }, 'none'],
  ] as const)('%o: %s', (facts, refusal) => {
    expect(refusalOf(coverOf({}), vehicle(facts))).toBe(refusal);
  });
});
