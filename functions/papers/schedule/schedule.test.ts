import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../test/support/paper-words.ts';
import { circumstances, shownPolicy } from '../../../test/support/schedules.ts';
import type { Paper } from '../paper/paper.ts';
import type { Circumstances } from './circumstances.ts';
import { scheduleOf } from './schedule.ts';

type Policy = Parameters<typeof scheduleOf>[0];
type Product = Parameters<typeof scheduleOf>[1];

const readProduct = (name: string): Product =>
  JSON.parse(readFileSync(new URL(`../../quotes/products/${name}.json`, import.meta.url), 'utf8'));
const motor = readProduct('motor');
const ownDamage = readProduct('own-damage');

const written = (
  policy: Partial<Policy> = {},
  around: Partial<Circumstances> = {},
  product: Product = motor,
): Paper => scheduleOf({ ...shownPolicy, ...policy }, product, { ...circumstances, ...around });

const said = (schedule: Paper, heading: string) =>
  linesOf(schedule.sections.find((one) => one.heading === heading));

function summaryOf({ summary }: Paper): string[] {
  return summary.map(({ lines, note }) => [...lines, note].join(' / ').replaceAll('\u00a0', ' '));
}

const introductionOf = ({ introduction }: Paper) => introduction.replaceAll('\u00a0', ' ');
const headingsOf = ({ sections }: Paper) => sections.map(({ heading }) => heading);

describe('the schedule of a policy that has not begun', () => {
  const schedule = written();

  it('says who hands it out, for which policy, and when', () => {
    expect(schedule).toMatchObject({
      insurer: 'Example Insurance',
      name: 'Policy schedule P26-7K3M-9Q2X-4T8V',
      title: 'Motor third-party liability',
      subtitle: 'Policy P26-7K3M-9Q2X-4T8V',
      issuedAt: '2026-11-25',
    });
  });

  it('begins with what matters most', () => {
    expect(summaryOf(schedule)).toEqual([
      'Not yet in force / ',
      'From 1 December 2026 / until 1 December 2027 / each at 00:00, Brussels time',
      '€1,585.70 / taxes included',
    ]);
  });

  it('says who is insured and what', () => {
    expect(said(schedule, 'Policyholder')).toEqual({
      Name: 'Anna Peeters',
      'Date of birth': '2 March 1985',
      Address: 'Veldstraat 1 / 9000 Gent / Belgium',
      Contact: 'anna@example.com / +32470123456',
    });
    expect(said(schedule, 'Insured vehicle')).toEqual({
      'Registration plate': '1ABC234',
      'Vehicle identification number': 'WVWZZZ1JZXW000001',
      'First registered': '1 December 2017',
      'Power, fuel and use': '66 kW, diesel, private use',
    });
    expect(said(schedule, 'Driver')).toEqual({ 'Date of birth': '2 March 1985', 'Bonus-malus level': '2' });
  });

  it('says what is covered and what it costs', () => {
    expect(said(schedule, 'Cover')).toEqual({
      Coverage: 'Third-party liability, second level (TPL+)',
      'Liability arising from': 'Collision, fire, injury and other causes',
      'Limit for each loss': 'Unlimited',
      'Deductible for each loss': 'None',
    });
    expect(said(schedule, 'Premium')).toEqual({
      'Net premium': '€1,247.60',
      'Premium tax': '€338.10',
      'Premium for a whole term, taxes included': '€1,585.70',
    });
  });

  it('says what the customer may do', () => {
    expect(said(schedule, 'Your rights')).toEqual({
      Withdrawal:
        'Until 9 December 2026 you may withdraw from this contract without giving a reason: 14 days from the day on which it was concluded or, if later, you received its terms. Before cover begins you get back the whole premium, afterwards the premium for the time that is left.',
      Cancellation:
        'You may end this contract before its term is over. You then get back 90% of the premium for the time that is left.',
      Renewal:
        'On 1 December 2027 this policy renews itself for another term, unless it is ended before. We offer the price of the next term 45 days ahead.',
      'How to tell us': 'Write to Example Insurance or to your intermediary, and give your policy number.',
    });
  });
});

describe('the schedule of a masked policy', () => {
  it('shows the masks, and says where nothing is shown', () => {
    const masked = written({
      policyholder: {
        givenName: 'A.',
        familyName: 'P.',
        dateOfBirth: '1985',
        address: { postcode: '90***' },
      },
      vehicle: { vin: 'WVW***0001' },
      driver: { dateOfBirth: '1985', bonusMalusLevel: 2 },
      address: { postcode: '90***' },
    });
    expect(said(masked, 'Policyholder')).toEqual({
      Name: 'A. P.',
      'Date of birth': '1985',
      Address: '90***',
      Contact: 'Not shown',
    });
    expect(said(masked, 'Insured vehicle')).toEqual({
      'Registration plate': 'Not shown',
      'Vehicle identification number': 'WVW***0001',
      'First registered': 'Not shown',
      'Power, fuel and use': 'Not shown',
    });
  });
});

describe('the insured vehicle', () => {
  it('is shown with its value, and where it is kept if not at the policyholder’s', () => {
    const value = { amount: '100000.00', currency: 'EUR' };
    const schedule = written({
      vehicle: { ...shownPolicy.vehicle, value, fuel: 'lpg', use: 'work', fleet: true },
      address: { line1: 'Rue de la Loi 16', postcode: '1000', city: 'Bruxelles', country: 'BE' },
    });
    expect(said(schedule, 'Insured vehicle')).toMatchObject({
      'Power, fuel and use': '66 kW, LPG, work use, part of a fleet',
      'Insured value': '€100,000.00',
      'Kept at': 'Rue de la Loi 16 / 1000 Bruxelles / Belgium',
    });
  });
});

describe('the cover', () => {
  const coverage = ownDamage.coverages[0];
  const withTerms = (terms: object): Product => ({
    ...ownDamage,
    coverages: coverage ? [{ ...coverage, ...terms }] : [],
  });
  const coverOn = (product: Product) => said(written({ coverage: 'OD' }, {}, product), 'Cover');

  it('of one’s own damage has a limit and a deductible', () => {
    expect(coverOn(ownDamage)).toEqual({
      Coverage: 'Own damage (OD)',
      'Damage by': 'Collision, theft, fire, glass, weather and vandalism',
      'Limit for each loss': '€10,000.00',
      'Deductible for each loss': '€500.00',
    });
  });

  it('may have several deductibles and a share that is borne by the customer', () => {
    const deductibles = [
      { code: 'standard', amount: { amount: '500.00', currency: 'EUR' } },
      { code: 'young-driver', amount: { amount: '900.00', currency: 'EUR' } },
    ];
    expect(coverOn(withTerms({ deductibles, coinsurance: '0.825' }))).toMatchObject({
      'Deductible for each loss':
        'Standard: €500.00 / Young driver: €900.00 / Of several, the highest applies once.',
      'Share of the loss': 'We pay 82.5%, before the deductible.',
    });
  });

  it('that the product has no longer is named by its code', () => {
    expect(said(written({ coverage: 'OLD' }), 'Cover')).toEqual({ Coverage: 'OLD' });
  });
});

describe('the period of cover', () => {
  it('is the term’s, and a part of it is said to be one', () => {
    const effective = { from: '2027-03-01', to: '2027-12-01' };
    const changed = written({ status: 'in-force', effective });
    expect(summaryOf(changed)[1]).toMatch(/^From 1 December 2026 \/ until 1 December 2027/);
    expect(introductionOf(changed)).toMatch(/ It shows the policy as it is from 1 March 2027\.$/);
    const before = written({ status: 'in-force', effective: { from: '2026-12-01', to: '2027-03-01' } });
    expect(introductionOf(before)).toMatch(
      / It shows the policy as it is from 1 December 2026 until 1 March 2027\.$/,
    );
    expect(introductionOf(written())).toMatch(/keep it\.$/);
  });

  it('ends with a cancellation, and with it the rights', () => {
    const effective = { from: '2027-03-01', to: '2027-12-01' };
    const schedule = written({ status: 'cancelled', effective }, { coverEnd: '2027-03-01' });
    expect(summaryOf(schedule)[0]).toMatch(/^Cancelled/);
    expect(summaryOf(schedule)[1]).toMatch(/^From 1 December 2026 \/ until 1 March 2027/);
    expect(introductionOf(schedule)).toMatch(/ There is no cover from 1 March 2027\.$/);
    expect(headingsOf(schedule)).not.toContain('Your rights');
  });

  it('ends with a cancellation that is still to come', () => {
    const effective = { from: '2026-12-01', to: '2027-03-01' };
    const schedule = written({ status: 'in-force', effective }, { coverEnd: '2027-03-01' });
    expect(summaryOf(schedule)[0]).toMatch(/^In force/);
    expect(summaryOf(schedule)[1]).toMatch(/until 1 March 2027/);
    expect(introductionOf(schedule)).toMatch(/ Cover has been cancelled and ends on 1 March 2027\.$/);
    expect(headingsOf(schedule)).not.toContain('Your rights');
  });

  it('has a gap between a cancellation and a later reinstatement', () => {
    const schedule = written({ status: 'cancelled', effective: { from: '2027-03-01', to: '2027-04-01' } });
    expect(introductionOf(schedule)).toMatch(/ There is no cover from 1 March 2027 until 1 April 2027\.$/);
  });

  it('is none where a policy was not taken up', () => {
    const schedule = written({ status: 'cancelled' }, { coverEnd: '2026-12-01' });
    expect(summaryOf(schedule)[1]).toBe('No cover / ');
    expect(introductionOf(schedule)).toMatch(/ There is no cover from 1 December 2026\.$/);
  });

  it('is over when the policy has expired', () => {
    const schedule = written({ status: 'expired' });
    expect(introductionOf(schedule)).toMatch(/ There is no cover from 1 December 2027\.$/);
    expect(headingsOf(schedule)).not.toContain('Your rights');
  });
});

describe('the right', () => {
  const rightsOf = (...changes: Parameters<typeof written>) => said(written(...changes), 'Your rights');

  it('to withdraw runs from the receipt of the terms where that is later, and is named to its last day', () => {
    const received = { termsReceivedAt: '2026-12-10' };
    expect(rightsOf(received, { issuedOn: '2026-12-24' }).Withdrawal).toMatch(/^Until 24 December 2026 /);
    expect(rightsOf(received, { issuedOn: '2026-12-25' }).Withdrawal).toBeUndefined();
    expect(rightsOf({}, {}, { ...motor, coolingOffDays: 0 }).Withdrawal).toBeUndefined();
  });

  it('to withdraw runs from the day of the conclusion in the product’s time zone', () => {
    expect(rightsOf({ createdAt: '2026-11-25T23:30:00.000Z' }).Withdrawal).toMatch(
      /^Until 10 December 2026 /,
    );
  });

  it('to withdraw says what is returned where that is always the same', () => {
    const cancellation = { ...motor.cancellation, 'cooling-off': { basis: 'flat' as const } };
    expect(rightsOf({}, {}, { ...motor, cancellation }).Withdrawal).toMatch(
      /\. You then get back the whole premium\.$/,
    );
  });

  it('to renew is told by what the product does, with the price where there is one', () => {
    const renewal = { ...motor.renewal, mode: 'explicit' as const };
    expect(rightsOf({}, {}, { ...motor, renewal }).Renewal).toMatch(
      /^This policy ends on 1 December 2027, unless you accept the next term\./,
    );
    const renewalOffer = {
      offerId: 'off_01KZ5C8D4N7H2J6K9M3P5Q8R1S',
      term: { start: '2027-12-01', end: '2028-12-01' },
      coverage: 'TPL+',
      premium: shownPolicy.premium,
      rateBook: 'motor-be@1.0.0',
      validUntil: '2027-11-30T23:00:00.000Z',
    };
    expect(rightsOf({ renewalOffer }).Renewal).toMatch(
      /The next term is offered at €1,585\.70, taxes included\.$/,
    );
    expect(rightsOf({}, { renewable: false }).Renewal).toBe(
      'This policy ends on 1 December 2027. No further term can be offered for it.',
    );
  });
});
