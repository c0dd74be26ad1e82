import type { Money, Premium } from './shapes.ts';

/** An id, shortened so that it can still be told from others: `pol_…5E0R`. */
export function short(id: string): string {
  return `${id.slice(0, id.indexOf('_') + 1)}…${id.slice(-4)}`;
}

/** An amount, e.g. `1,314.70 EUR`. */
export function money({ amount, currency }: Money): string {
  return `${grouped.format(amount as `${number}`)} ${currency}`;
}

/** What a movement comes to with taxes, with its sign: `+65.20 EUR`. */
export function movement({ gross }: Premium): string {
  return `${signed.format(gross.amount as `${number}`)} ${gross.currency}`;
}

/** The sum of amounts of one currency. */
export function sum(amounts: readonly [Money, ...Money[]]): Money {
  const cents = amounts.reduce((total, { amount }) => total + BigInt(amount.replace('.', '')), 0n);
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  const amount = `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  return { amount, currency: amounts[0].currency };
}

const grouped = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 });
const signed = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, signDisplay: 'exceptZero' });

/** The day so many days after another (ISO 8601), or before it. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
