/** An exact fraction of whole numbers; the denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The fraction that a decimal text writes down, e.g. 1191/1000 of `1.191`. */
export function rational(text: string): Rational {
  const [whole = '', decimals = ''] = text.split('.');
  return { numerator: BigInt(whole + decimals), denominator: 10n ** BigInt(decimals.length) };
}

export function times(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

export function over(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.denominator, denominator: a.denominator * b.numerator };
}

export function larger(a: Rational, b: Rational): Rational {
  return a.numerator * b.denominator >= b.numerator * a.denominator ? a : b;
}

/** Whole cents of a fraction that is not negative, a half going up. */
export function cents({ numerator, denominator }: Rational): bigint {
  return (200n * numerator + denominator) / (2n * denominator);
}

/** So many cents as a fraction. */
export function ofCents(amount: bigint): Rational {
  return { numerator: amount, denominator: 100n };
}

/** So many cents as an amount, e.g. `314.70`. */
export function amountOf(cents: bigint): string {
  const digits = cents.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
