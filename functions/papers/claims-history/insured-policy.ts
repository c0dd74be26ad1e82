import type { components } from '../../../openapi/generated/types.ts';
import { fact } from '../paper/facts.ts';
import type { Fact, Section } from '../paper/paper.ts';
import { dateInWords } from '../paper/wording.ts';
import { claimsInWords, claimsTable } from './claims-table.ts';

type Schemas = components['schemas'];
type InsuredPolicy = Schemas['InsuredPolicy'];

/** A policy: of which vehicle, when it covered, and what losses there were. */
export function insuredPolicySection(policy: InsuredPolicy): Section {
  const { productName, policyNumber, vehicle, bonusMalusLevel: level, claimsSince, claims } = policy;
  return {
    heading: productName,
    facts: [
      fact('Policy', policyNumber),
      fact('Vehicle', vehicle.plate, vehicle.vin),
      periodsFact(policy),
      ...(level === undefined ? [] : [fact('Bonus-malus level of the driver', String(level))]),
      fact(`Claims for losses since ${dateInWords(claimsSince)}`, claimsInWords(claims)),
    ],
    ...(claims.length > 0 && { table: claimsTable(claims) }),
  };
}

function periodsFact({ periods }: InsuredPolicy): Fact {
  return { ...fact('Insured from', ...periods.map(periodInWords)), note: 'each at 00:00' };
}

function periodInWords({ from, to }: Schemas['InsuredPeriod']): string {
  return to === undefined
    ? `${dateInWords(from)} to this day`
    : `${dateInWords(from)} until ${dateInWords(to)}`;
}
