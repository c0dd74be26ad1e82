import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { quoteRequest } from './risks.ts';

const PUBLISHED = join(import.meta.dirname, '../../../shared/data/rating/vectors.csv');

/**
 * Risks with the premium that the motor tariff was published with: coverage, age, bonus-malus, kW, vehicle age,
 * fuel, use, fleet, postcode; then frequency, severity, pure, net, tax, gross.
 */
export const carriedVectors: readonly string[] = `
TPL+,32,2,66,9,diesel,private,0,9000,0.14308199,1066.5065,160.94,247.60,67.10,314.70
TPL,30,22,36,13,gasoline,private,0,6180,0.23846971,1356.7624,341.24,524.98,142.27,667.25
TPL,18,11,66,9,gasoline,private,0,1070,0.51277272,1466.8094,793.28,1220.43,330.74,1551.17
TPL,72,1,169,4,gasoline,private,0,7060,0.11921429,1311.9140,164.95,253.77,68.77,322.54
TPL,58,7,119,1,gasoline,private,0,2830,0.23501996,1456.5078,361.03,555.43,150.52,705.95
TPL++,76,0,66,4,gasoline,work,1,7910,0.06314675,1546.2218,102.98,158.43,42.93,201.36
TPL++,33,10,39,5,gasoline,work,0,9300,0.15063992,1572.6594,249.86,384.40,104.17,488.57
TPL,77,0,45,5,gasoline,private,0,7730,0.08998539,1429.7232,135.69,208.75,56.57,265.32
TPL,34,2,41,14,gasoline,private,0,6870,0.09325907,1159.0984,114.01,175.40,47.53,222.93
TPL+,47,0,69,5,gasoline,private,0,1300,0.12021039,1081.9381,137.17,211.03,57.19,268.22
TPL,40,4,33,10,gasoline,private,0,8900,0.11223824,1136.0714,134.49,206.91,56.07,262.98
`
  .trim()
  .split('\n');

/** All risks that the tariff was published with; undefined where they do not lie beside this repository. */
export function publishedVectors(): readonly string[] | undefined {
  if (!existsSync(PUBLISHED)) return undefined;
  return readFileSync(PUBLISHED, 'utf8').trim().split('\n').slice(1);
}

/** Why a test of all of them is skipped. */
export const NOT_PUBLISHED = 'the published risks do not lie beside this repository';

/** The whole request for a vector: a birthday and a first registration that give its ages on the first of a month. */
export function vectorRequest(vector: string, startDate: string) {
  const [coverage = '', age, level, power, vehicleAge, fuel, use, fleet, postcode] = vector.split(',');
  const [year, month] = startDate.split('-');
  const request = quoteRequest({
    startDate,
    driver: { dateOfBirth: `${Number(year) - Number(age)}-${month}-01`, bonusMalusLevel: Number(level) },
    vehicle: {
      powerKw: Number(power),
      firstRegistered: `${Number(year) - Number(vehicleAge) - 1}-${month}-02`,
      fuel,
      use,
      fleet: fleet === '1',
    },
    address: { postcode },
  });
  return { ...request, coverages: [coverage] };
}

/** Net, tax and gross that a vector is to cost. */
export function vectorAmounts(vector: string): string[] {
  return vector.split(',').slice(-3);
}
