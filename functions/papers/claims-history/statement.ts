import type { components } from '../../../openapi/generated/types.ts';
import type { Fact, Paper } from '../paper/paper.ts';
import { dateInWords } from '../paper/wording.ts';
import { claimsInWords } from './claims-table.ts';
import { howToRead } from './how-to-read.ts';
import { insuredPolicySection } from './insured-policy.ts';
import { nameOf, personSection } from './person.ts';

type ClaimsHistory = components['schemas']['ClaimsHistory'];

/** What this sort of document is called. */
const KIND = 'Claims-history statement';

/** What the statement of a claims history says, on as many pages as it takes: something to be shown to other insurers. */
export function statementOf(history: ClaimsHistory): Paper {
  const { insurer, statedOn, policyholder, policies } = history;
  const name = nameOf(history);
  return {
    insurer,
    kind: KIND,
    name: policyholder ? `${KIND} of ${name}` : KIND,
    title: 'Claims history',
    subtitle: name,
    issuedOn: dateInWords(statedOn),
    issuedAt: statedOn,
    introduction: introductionOf(history),
    summary: summaryOf(history),
    sections: [
      ...personSection(history),
      ...policies.map(insuredPolicySection),
      ...(policies.some(({ claims }) => claims.length > 0) ? [howToRead] : []),
    ],
  };
}

function introductionOf({ insurer, policyholder }: ClaimsHistory): string {
  if (!policyholder) return `${insurer} states that it has insured nobody who signs in as you did.`;
  return `${insurer} states when the policyholder named here was insured, and which losses were notified. The statement is the policyholder’s own, to be shown to other insurers.`;
}

function summaryOf({ policies, statedOn }: ClaimsHistory): Fact[] {
  const claims = policies.flatMap((policy) => policy.claims);
  const first = policies
    .flatMap(({ periods }) => periods.map(({ from }) => from))
    .toSorted()
    .at(0);
  return [
    { label: 'Stated on', lines: [dateInWords(statedOn)] },
    { label: 'First insured on', lines: [first === undefined ? 'Never insured' : dateInWords(first)] },
    { label: 'Claims', lines: [claimsInWords(claims)] },
  ];
}
