import { describe, expect, it } from 'vitest';
import { drivingScore, readDrivingBook } from '../../test/support/driving-books.ts';
import { amountsOf, factsOf } from '../../test/support/prices.ts';
import { quoteRequest, readBook } from '../../test/support/risks.ts';
import { findProduct, type Product } from './catalogue.ts';
import { priceDriving } from './driving.ts';
import type { Facts } from './facts.ts';
import {
  assess,
  chooseCoverages,
  offerOnTerms,
  type PricedRisk,
  refuseStartDate,
  validUntil,
} from './pricing.ts';

const motor = readBook('motor-be@1.0.0');
const product = findProduct('motor') as Product;
const newOfferId = () => 'off_1';

describe('a risk', () => {
  it('is offered every coverage that was asked for, in that order', () => {
    const assessment = assess(motor, riskOf(motorFacts(), ['TPL++', 'TPL']), newOfferId);
    expect(assessment).toMatchObject({
      outcome: 'offered',
      offers: [
        { offerId: 'off_1', coverage: 'TPL++' },
        { offerId: 'off_1', coverage: 'TPL' },
      ],
    });
  });

  it('goes by the book’s rules before it is priced', () => {
    const lpg = motorFacts({ vehicle: { fuel: 'lpg' } });
    const nowhere = motorFacts({ address: { postcode: '1' } });
    expect(assess(motor, riskOf(lpg), newOfferId).outcome).toBe('referred');
    expect(assess(motor, riskOf(nowhere), newOfferId).outcome).toBe('declined');
  });

  it('is referred when the book has neither a rule nor a price for it', () => {
    const assessment = assess(
      { ...motor, refer: [] },
      riskOf(motorFacts({ vehicle: { fuel: 'lpg' } })),
      newOfferId,
    );
    expect(assessment).toMatchObject({ outcome: 'referred', reasons: [{ code: 'not-rated' }] });
  });
});

describe('an underwriter’s terms', () => {
  const electric = riskOf(motorFacts({ vehicle: { fuel: 'electric' } }));

  it('rate what the book lacks as what it has', () => {
    const offers = offerOnTerms(motor, electric, { rateAs: { fuel: 'diesel' } }, newOfferId);
    expect(offers).toEqual(offersOf(assess(motor, riskOf(motorFacts()), newOfferId)));
  });

  it('do not suffice while the book still has no price', () => {
    expect(offerOnTerms(motor, electric, { loading: '2' }, newOfferId)).toMatchObject({
      refusal: 'terms-insufficient',
    });
  });
});

describe('driving', () => {
  const whose = { policyId: 'pol_1', customerId: 'cus_1' };
  const scored = { ...whose, score: drivingScore(), driverKey: 'key of the driver' };
  const publication = { name: 'driving@1.0.0', digest: 'digest', book: readDrivingBook() };
  const driving = priceDriving(scored, 'motor', publication, '2027-01-10T08:00:00.000Z');
  const amounts = (risk: PricedRisk) => offersOf(assess(motor, risk, newOfferId)).map(amountsOf);

  it('moves the price of every coverage, and its trace says by how much', () => {
    const risk = { ...riskOf(motorFacts(), ['TPL', 'TPL+']), driving };
    const offers = offersOf(assess(motor, risk, newOfferId));

    // The pure premium of TPL+ is 156.39; × 0.8561329553889 it is 133.89; / 0.65 = 205.98; × 27.1 % = 55.82.
    expect(offers.map(amountsOf).at(1)).toEqual(['205.98', '55.82', '261.80']);
    for (const { factors } of offers) {
      const entry = { code: 'driving-score', value: 'driving@1.0.0', relativity: '0.8561329553889' };
      expect(factors.filter(({ code }) => code === 'driving-score')).toEqual([entry]);
    }
  });

  it('that is not priced moves nothing', () => {
    const unpriced = { ...riskOf(motorFacts()), driving: { ...whose, why: 'no-score' as const } };
    expect(amounts(unpriced)).toEqual(amounts(riskOf(motorFacts())));
  });

  it('goes along with an underwriter’s terms', () => {
    const risk = { ...riskOf(motorFacts({ vehicle: { fuel: 'electric' } })), driving };
    const offers = offerOnTerms(motor, risk, { rateAs: { fuel: 'diesel' } }, newOfferId);
    const diesel = assess(motor, { ...riskOf(motorFacts()), driving }, newOfferId);
    expect(offers).toEqual(offersOf(diesel));
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

function riskOf(facts: Facts, coverages = ['TPL']): PricedRisk {
  return { facts, coverages };
}

function motorFacts(risk: Parameters<typeof quoteRequest>[0] = {}): Facts {
  return factsOf(motor, quoteRequest(risk));
}
