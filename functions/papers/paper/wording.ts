import type { PlainDate } from '../../platform/calendar.ts';
import type { Money } from '../../platform/money.ts';

/** The blank at which no line ends. */
const NO_BREAK = '\u00a0';

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const countries = new Intl.DisplayNames('en-GB', { type: 'region' });
const shares = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 4 });

/**
 * A day in words that stay on one line, e.g. "1 December 2026". What is no whole date, such as a masked one, stays as
 * it is.
 */
export function dateInWords(date: PlainDate): string {
  const epoch = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(epoch) ? date : dates.format(epoch).replaceAll(' ', NO_BREAK);
}

/** An amount with its currency, to the cent, e.g. "€1,305.80". */
export function moneyInWords({ amount, currency }: Money): string {
  const style = { style: 'currency', currency, minimumFractionDigits: 2 } as const;
  return new Intl.NumberFormat('en-GB', style).format(amount as `${number}`);
}

/** A share as a percentage, e.g. "90%" of "0.90". */
export function shareInWords(share: string): string {
  return shares.format(share as `${number}`);
}

/** A country by its name in English, e.g. "Belgium" of "BE". */
export function countryInWords(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code;
}

/** A code as words, e.g. "Premium tax" of "premium-tax". */
export function codeInWords(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Whose clocks a time zone goes by, e.g. "Brussels time" of "Europe/Brussels". */
export function timeZoneInWords(timeZone: string): string {
  return `${timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ')} time`;
}
