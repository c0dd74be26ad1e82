import type { components } from '../../../openapi/generated/types.ts';
import type { Table } from '../paper/paper.ts';
import { codeInWords, dateInWords, moneyInWords } from '../paper/wording.ts';

type Claim = components['schemas']['StatedClaim'];

const FAULTS: Record<Claim['fault'], string> = {
  'at-fault': 'Yes',
  'not-at-fault': 'No',
  undecided: 'Undecided',
  'not-assessed': 'Not assessed',
};

/** Claims below each other, as they come. */
export function claimsTable(claims: readonly Claim[]): Table {
  return {
    columns: [
      { label: 'Claim' },
      { label: 'Day of loss' },
      { label: 'Cause' },
      { label: 'At fault' },
      { label: 'Paid', amounts: true },
      { label: 'Recovered', amounts: true },
      { label: 'State' },
    ],
    rows: claims.map((claim) => [
      claim.protocolNumber,
      dateInWords(claim.occurredOn),
      codeInWords(claim.cause),
      faultInWords(claim),
      moneyInWords(claim.paid),
      moneyInWords(claim.recovered),
      codeInWords(claim.outcome ?? claim.state),
    ]),
  };
}

/** How many claims there are, and how many of them count against the driver: "None", or "3, of which 1 at fault". */
export function claimsInWords(claims: readonly Claim[]): string {
  if (claims.length === 0) return 'None';
  const atFault = claims.filter(({ fault }) => fault === 'at-fault').length;
  return `${claims.length}, of which ${atFault === 0 ? 'none' : atFault} at fault`;
}

function faultInWords({ fault, liabilityPercent: percent = 0 }: Claim): string {
  return percent > 0 ? `${FAULTS[fault]}, ${percent}%` : FAULTS[fault];
}
