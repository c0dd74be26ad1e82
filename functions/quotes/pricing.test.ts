import { describe, expect, it } from 'vitest';
import { factsOf } from '../../test/support/prices.ts';
import { quoteRequest, readBook } from '../../test/support/risks.ts';
import { findProduct, type Product } from './catalogue.ts';
import type { Facts } from './facts.ts';
import { assess, chooseCoverages, offerOnTerms, refuseStartDate, validUntil } from './pricing.ts';

const motor = readBook('motor-be@1.0.0');
const product = findProduct('motor') as Product;
const newOfferId = () => 'off_1';

describe('a risk', () => {
  it('is offered every coverage that was asked for, in that order', () => {
    const assessment = assess(motor, motorFacts(), ['TPL++', 'TPL'], newOfferId);
    expect(assessment).toMatchObject({
      outcome: 'offered',
      offers: [
        { offerId: 'off_1', coverage: 'TPL++' },
        { offerId: 'off_1', coverage: 'TPL' },
      ],
    });
  });

  it('goes by the book’s rules before it is priced', () => {
    expect(assess(motor, motorFacts({ vehicle: { fuel: 'lpg' } }), ['TPL'], newOfferId).outcome).toBe(
      'referred',
    );
    expect(assess(motor, motorFacts({ address: { postcode: '1' } }), ['TPL'], newOfferId).outcome).toBe(
      'declined',
    );
  });

  it('is referred when the book has neither a rule nor a price for it', () => {
    const assessment = assess(
      { ...motor, refer: [] },
      motorFacts({ vehicle: { fuel: 'lpg' } }),
      ['TPL'],
      newOfferId,
    );
    expect(assessment).toMatchObject({ outcome: 'referred', reasons: [{ code: 'not-rated' }] });
  });
});

describe('an underwriter’s terms', () => {
  const electric = motorFacts({ vehicle: { fuel: 'electric' } });

  it('rate what the book lacks as what it has', () => {
    const offers = offerOnTerms(motor, electric, ['TPL'], { rateAs: { fuel: 'diesel' } }, newOfferId);
    expect(offers).toEqual(offersOf(assess(motor, motorFacts(), ['TPL'], newOfferId)));
  });

  it('do not suffice while the book still has no price', () => {
    expect(offerOnTerms(motor, electric, ['TPL'], { loading: '2' }, newOfferId)).toMatchObject({
      refusal: 'terms-insufficient',
    });
  });
});

describe('coverages', () => {
  it('are all of the book’s when none are named', () => {
    expect(chooseCoverages(motor, undefined)).toEqual(['TPL', 'TPL+', 'TPL++']);
  });

  it('are refused when the book lacks one', () => {
    expect(chooseCoverages(motor, ['TPL', 'casco'])).toMatchObject({
      refusal: 'unknown-coverage',
      pointer: '/coverages/1',
    });
  });
});

describe('a start of cover', () => {
  // 00:30 of 21 November in Brussels.
  const now = '2026-11-20T23:30:00.000Z';

  it.each(['2026-10-22', '2026-11-21', '2027-11-21'])('may be %s', (startDate) => {
    expect(refuseStartDate(product, startDate, now)).toBeUndefined();
  });

  it.each(['2026-10-21', '2027-11-22'])('may not be %s', (startDate) => {
    expect(refuseStartDate(product, startDate, now)).toMatchObject({
      refusal: 'start-date-out-of-range',
      pointer: '/startDate',
    });
  });
});

it('a quote stands for thirty days', () => {
  expect(validUntil(product, '2026-11-20T23:30:00.000Z')).toBe('2026-12-20T23:30:00.000Z');
});

function offersOf(assessment: ReturnType<typeof assess>) {
  return assessment.outcome === 'offered' ? assessment.offers : [];
}

function motorFacts(risk: Parameters<typeof quoteRequest>[0] = {}): Facts {
  return factsOf(motor, quoteRequest(risk));
}
