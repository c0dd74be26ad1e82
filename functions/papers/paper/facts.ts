import type { components } from '../../../openapi/generated/types.ts';
import type { Fact } from './paper.ts';
import { countryInWords } from './wording.ts';

/** Where a value is masked altogether, or was never given. */
const NOT_SHOWN = 'Not shown';

/** A value under its label, of the lines that there are. Without any, it says that nothing is shown. */
export function fact(label: string, ...lines: readonly (string | undefined)[]): Fact {
  const given = lines.flatMap((line) => (line === undefined || line.trim() === '' ? [] : [line]));
  return { label, lines: given.length > 0 ? given : [NOT_SHOWN] };
}

/** An address as on an envelope, as far as it is shown. */
export function addressLines(address: components['schemas']['ShownAddress']): (string | undefined)[] {
  const { line1, line2, postcode, city, country } = address;
  const town = [postcode, city].filter((part) => part !== undefined).join(' ');
  return [line1, line2, town, country && countryInWords(country)];
}
