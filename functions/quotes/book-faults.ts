import type { RateBook } from './rate-book.ts';

type Operand = RateBook['steps'][number]['operands'][number];
type Condition = RateBook['decline'][number]['when'];

/**
 * What is wrong with a book that its schema cannot say: names that lead nowhere, bands that overlap, relativities
 * that no risk can have, a premium that is not rounded to cents. Empty for a book that can price.
 */
export function faultsOf(book: RateBook): string[] {
  return [
    ...factorFaults(book),
    ...bandFaults(book),
    ...stepFaults(book),
    ...taxFaults(book),
    ...ruleFaults(book),
  ];
}

function factorFaults(book: RateBook): string[] {
  return Object.entries(book.factors).flatMap(([code, { of, relativities }]) => {
    if (of !== 'coverage' && 'fact' in of)
      return missing(`factor ${code}: fact`, [of.fact], Object.keys(book.facts));
    const entries = Object.keys(relativities);
    if (of === 'coverage') {
      const unpriced = missing(`factor ${code}: a relativity for coverage`, book.coverages, entries);
      return [...unpriced, ...missing(`factor ${code}: coverage`, entries, book.coverages)];
    }
    const banding = book.bands?.[of.band];
    if (!banding) return [`factor ${code}: there is no banding ${of.band}`];
    const bands = banding.bands.map(({ band }) => band);
    return missing(`factor ${code}: band`, entries, bands);
  });
}

function bandFaults(book: RateBook): string[] {
  const bandings = Object.entries(book.bands ?? {}).flatMap(([name, { fact, bands }]) => [
    ...missing(`banding ${name}: fact`, [fact], Object.keys(book.facts)),
    ...overlaps(`banding ${name}`, bands),
  ]);
  const lookups = Object.entries(book.facts).flatMap(([name, derivation]) =>
    'lookup' in derivation ? overlaps(`lookup ${name}`, derivation.lookup.ranges) : [],
  );
  return [...bandings, ...lookups];
}

function overlaps(where: string, ranges: readonly { from: number; to: number | null }[]): string[] {
  const sorted = ranges.toSorted((a, b) => a.from - b.from);
  return sorted.flatMap(({ from, to }, index) => {
    const last = to ?? Number.POSITIVE_INFINITY;
    if (last < from) return [`${where}: ${from} to ${to} is empty`];
    const next = sorted[index + 1];
    return next && next.from <= last ? [`${where}: ${next.from} falls in two`] : [];
  });
}

function stepFaults(book: RateBook): string[] {
  const earlier: string[] = [];
  const faults = book.steps.flatMap(({ name, operands }) => {
    const found = operands.flatMap((operand) => operandFaults(`step ${name}`, operand, book, earlier));
    const again = earlier.includes(name) ? [`step ${name}: there are two`] : [];
    earlier.push(name);
    return [...found, ...again];
  });
  const net = book.steps.find(({ name }) => name === book.net);
  if (!net) return [...faults, `net: there is no step ${book.net}`];
  return inCents(net.round) ? faults : [...faults, `step ${net.name}: a premium is rounded to cents`];
}

function operandFaults(
  where: string,
  operand: Operand,
  book: RateBook,
  earlier: readonly string[],
): string[] {
  if (typeof operand === 'string') return [];
  if ('fact' in operand) return missing(`${where}: fact`, [operand.fact], Object.keys(book.facts));
  if ('factor' in operand) return missing(`${where}: factor`, [operand.factor], Object.keys(book.factors));
  return missing(`${where}: earlier step`, [operand.step], earlier);
}

function taxFaults({ taxes, steps }: RateBook): string[] {
  return taxes.flatMap((tax, index) => [
    ...('base' in tax
      ? missing(
          `tax ${tax.code}: step`,
          [tax.base],
          steps.map(({ name }) => name),
        )
      : []),
    ...(tax.round && !inCents(tax.round) ? [`tax ${tax.code}: a tax is rounded to cents`] : []),
    ...(taxes.findIndex(({ code }) => code === tax.code) < index ? [`tax ${tax.code}: there are two`] : []),
  ]);
}

function inCents(rounding: { places: number } | undefined): boolean {
  return rounding !== undefined && rounding.places <= 2;
}

function ruleFaults(book: RateBook): string[] {
  return [...book.decline, ...book.refer].flatMap(({ code, when }) =>
    conditionFaults(`rule ${code}`, when, book),
  );
}

function conditionFaults(where: string, when: Condition, book: RateBook): string[] {
  if ('unrated' in when) return missing(`${where}: factor`, [when.unrated], Object.keys(book.factors));
  const fact = 'notFound' in when ? when.notFound : when.fact;
  return missing(`${where}: fact`, [fact], Object.keys(book.facts));
}

function missing(what: string, wanted: readonly string[], there: readonly string[]): string[] {
  return wanted.filter((name) => !there.includes(name)).map((name) => `${what} ${name} is missing`);
}
