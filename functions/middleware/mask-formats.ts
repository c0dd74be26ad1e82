import type { Clearance, PiiClass } from '../../openapi/generated/masks/masks.ts';

/** What stands in for a value; undefined where nothing may. */
type MaskFormat = (value: string) => string | undefined;

/**
 * The ways to mask a value, by the name that `x-mask` gives them. A value too short to hide anything is hidden
 * whole, and one of another form than expected is left out.
 */
export const maskFormats = {
  absent: () => undefined,
  pan: (value) => ends(value, 0, 4),
  iban: (value) => ends(value, 2, 4),
  vin: (value) => ends(value, 3, 4),
  plate: (value) => ends(value, 2, 0),
  phone: (value) => ends(value, 0, 2),
  postcode: (value) => ends(value, 2, 0),
  email: maskEmail,
  name: initials,
  'date-of-birth': (value) => /^(\d{4})(-\d{2}-\d{2})?$/.exec(value)?.[1],
} as const satisfies Record<string, MaskFormat>;

/** Whether `x-mask` may name it. */
export function isMaskFormat(name: unknown): name is keyof typeof maskFormats {
  return typeof name === 'string' && Object.hasOwn(maskFormats, name);
}

/**
 * Replaces a property by its mask, or removes it, unless its class is lifted: then it is noted that something of the
 * class leaves. Only a text has a mask.
 */
export function maskProperty(
  record: Record<string, unknown>,
  name: string,
  piiClass: PiiClass,
  format: keyof typeof maskFormats,
  { lifted, released }: Clearance,
): void {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  if (value === undefined) return;
  if (lifted.has(piiClass)) {
    released.add(piiClass);
    return;
  }
  const masked = typeof value === 'string' ? maskFormats[format](value) : undefined;
  if (masked === undefined) delete record[name];
  else record[name] = masked;
}

/** Whether a value has properties to mask. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keeps so many characters of either end. How many are hidden does not show. */
function ends(value: string, first: number, last: number): string {
  const characters = Array.from(value);
  if (characters.length <= first + last) return '***';
  return `${characters.slice(0, first).join('')}***${last > 0 ? characters.slice(-last).join('') : ''}`;
}

function maskEmail(value: string): string | undefined {
  const [, name, domain] = /^(.)[^@]*@(.)[^@]*$/u.exec(value) ?? [];
  return name === undefined || domain === undefined ? undefined : `${name}***@${domain}***`;
}

function initials(value: string): string | undefined {
  const words = value.split(/[\s-]+/).filter((word) => word !== '');
  return words.length === 0 ? undefined : words.map((word) => `${Array.from(word)[0]}.`).join(' ');
}
