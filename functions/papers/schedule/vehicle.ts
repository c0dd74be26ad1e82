import type { components } from '../../../openapi/generated/types.ts';
import { addressLines, fact } from '../paper/facts.ts';
import type { Section } from '../paper/paper.ts';
import { dateInWords, moneyInWords } from '../paper/wording.ts';

type Schemas = components['schemas'];
type Vehicle = Schemas['ShownVehicle'];

/** Fuels that are not called as they are coded. */
const FUELS: Readonly<Record<string, string>> = {
  'plug-in-hybrid': 'plug-in hybrid',
  lpg: 'LPG',
  cng: 'CNG',
  other: 'other fuel',
};

/** What is insured; and where it is kept, if not where the policyholder lives. */
export function vehicleSection({ vehicle, address, policyholder }: Schemas['Policy']): Section {
  const { vin, plate, firstRegistered, value } = vehicle;
  const place = addressLines(address);
  const isElsewhere = place.join('\n') !== addressLines(policyholder.address).join('\n');
  return {
    heading: 'Insured vehicle',
    facts: [
      fact('Registration plate', plate),
      fact('Vehicle identification number', vin),
      fact('First registered', firstRegistered && dateInWords(firstRegistered)),
      fact('Power, fuel and use', traitsOf(vehicle)),
      ...(value ? [fact('Insured value', moneyInWords(value))] : []),
      ...(isElsewhere ? [fact('Kept at', ...place)] : []),
    ],
  };
}

function traitsOf({ powerKw, fuel, use, fleet }: Vehicle): string {
  const traits = [
    powerKw === undefined ? [] : [`${powerKw} kW`],
    fuel === undefined ? [] : [FUELS[fuel] ?? fuel],
    use === undefined ? [] : [`${use} use`],
    fleet ? ['part of a fleet'] : [],
  ];
  return traits.flat().join(', ');
}
