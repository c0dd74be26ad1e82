import { describe, expect, it } from 'vitest';
import {
  claimsHistory,
  eur,
  insuredPolicy,
  openClaim,
  statedClaim,
} from '../../../test/support/histories.ts';
import { linesOf } from '../../../test/support/paper-words.ts';
import type { Paper, Section } from '../paper/paper.ts';
import { statementOf } from './statement.ts';

const headings = ({ sections }: Paper) => sections.map(({ heading }) => heading);

/** The rows of the claims of a policy. */
const rowsOf = (section: Section | undefined) => (section && 'table' in section ? section.table?.rows : []);

/** A claim as the statement of it alone tells it. */
function told(claim: ReturnType<typeof statedClaim>): string[] {
  const { sections } = statementOf(claimsHistory([insuredPolicy({ claims: [claim] })]));
  const row = rowsOf(sections[1])?.[0] ?? [];
  return row.map((cell) => cell.replaceAll('\u00a0', ' '));
}

describe('the statement of a customer without a claim', () => {
  const statement = statementOf(claimsHistory([insuredPolicy()]));

  it('says who states it, of whom, and when', () => {
    expect(statement).toMatchObject({
      insurer: 'Example Insurance',
      name: 'Claims-history statement of Anna Peeters',
      title: 'Claims history',
      subtitle: 'Anna Peeters',
      issuedAt: '2028-11-25',
    });
    expect(statement.introduction).toMatch(/^Example Insurance states when the policyholder /);
  });

  it('begins with what matters most', () => {
    expect(linesOf(statement.summary)).toEqual({
      'Stated on': '25 November 2028',
      'First insured on': '1 December 2026',
      Claims: 'None',
    });
  });

  it('says who it is, and what was insured for how long', () => {
    expect(headings(statement)).toEqual(['Policyholder', 'Motor third-party liability']);
    const [person, policy] = statement.sections;
    expect(linesOf(person)).toEqual({
      Name: 'Anna Peeters',
      'Date of birth': '2 March 1985',
      Address: 'Veldstraat 1 / 9000 Gent / Belgium',
    });
    expect(linesOf(policy)).toEqual({
      Policy: 'P26-7K3M-9Q2X-4T8V',
      Vehicle: '1ABC234 / WVWZZZ1JZXW000001',
      'Insured from': '1 December 2026 to this day',
      'Bonus-malus level of the driver': '6',
      'Claims for losses since 25 November 2023': 'None',
    });
    expect(policy).not.toHaveProperty('table');
  });
});

describe('the statement of several policies', () => {
  it('says since when there was cover in any, with every gap', () => {
    const periods = [
      { from: '2020-02-29', to: '2021-02-28' },
      { from: '2021-06-01', to: '2022-06-01' },
    ];
    const statement = statementOf(claimsHistory([insuredPolicy(), insuredPolicy({ periods })]));
    expect(linesOf(statement.summary)['First insured on']).toBe('29 February 2020');
    expect(linesOf(statement.sections[2])['Insured from']).toBe(
      '29 February 2020 until 28 February 2021 / 1 June 2021 until 1 June 2022',
    );
  });

  it('shows no level where the product has none', () => {
    const { bonusMalusLevel, ...policy } = insuredPolicy({ productName: 'Motor own damage' });
    const [, section] = statementOf(claimsHistory([policy])).sections;
    expect(Object.keys(linesOf(section))).not.toContain('Bonus-malus level of the driver');
  });

  it('counts the claims of each, and those of all', () => {
    const claims = [statedClaim(), openClaim()];
    const others = [statedClaim({ fault: 'not-assessed' })];
    const statement = statementOf(
      claimsHistory([insuredPolicy({ claims }), insuredPolicy({ claims: others })]),
    );
    const label = 'Claims for losses since 25 November 2023';
    expect(linesOf(statement.summary).Claims).toBe('3, of which 1 at fault');
    expect(linesOf(statement.sections[1])[label]).toBe('2, of which 1 at fault');
    expect(linesOf(statement.sections[2])[label]).toBe('1, of which none at fault');
    expect(headings(statement).at(-1)).toBe('How to read it');
  });
});

describe('a claim', () => {
  it('is told with its day, cause, share, money and end', () => {
    expect(told(statedClaim({ recovered: eur('1250.50') }))).toEqual([
      'C27-8H4K-2M6P-9Q0R',
      '12 April 2027',
      'Collision',
      'Yes, 75%',
      '€2,250.00',
      '€1,250.50',
      'Settled',
    ]);
  });

  it.each([
    [statedClaim({ fault: 'not-at-fault', liabilityPercent: 0 }), 'No'],
    [openClaim(), 'Undecided'],
    [statedClaim({ fault: 'undecided', liabilityPercent: 50 }), 'Undecided, 50%'],
    [{ ...openClaim(), fault: 'not-assessed' as const }, 'Not assessed'],
  ])('may be at fault or not: %j says %s', (claim, words) => {
    expect(told(claim)[3]).toBe(words);
  });

  it.each([
    [openClaim(), 'Open'],
    [statedClaim({ outcome: 'denied' }), 'Denied'],
    [statedClaim({ outcome: 'withdrawn' }), 'Withdrawn'],
  ])('ends one way or another, or not yet: %j is %s', (claim, words) => {
    expect(told(claim)[6]).toBe(words);
  });
});

describe('the statement of who was never insured', () => {
  it('says so', () => {
    const statement = statementOf({ insurer: 'Example Insurance', statedOn: '2026-11-25', policies: [] });
    expect(statement).toMatchObject({ name: 'Claims-history statement', subtitle: 'Nobody insured' });
    expect(statement.introduction).toMatch(/has insured nobody /);
    expect(linesOf(statement.summary)).toMatchObject({ 'First insured on': 'Never insured', Claims: 'None' });
    expect(statement.sections).toEqual([]);
  });
});
