import type { PricedDriving } from '../../quotes/driving.ts';
import type { Facts } from '../../quotes/facts.ts';
import type { Terms } from '../../quotes/quote.ts';
import type { Premium } from '../../quotes/rating.ts';
import type { TaxRule } from './movement.ts';

/** The parts of a risk that can be changed; what is personal of each lies in the vault, under a record's id. */
export const sections = ['driver', 'vehicle', 'address'] as const;
export type Section = (typeof sections)[number];

/** What is covered and on which book: all that a price is made from. */
export interface Risk {
  coverage: string;
  /** Derived, free of personal data. */
  facts: Facts;
  /** On what terms an underwriter took it. */
  terms?: Terms;
  /** How its driver drives, where that is priced: as it was when the term was. */
  driving?: PricedDriving;
  bonusMalusLevel: number;
  records: Record<Section, string>;
  /** `<book>@<version>`, and a digest of its content which proves later that it is unaltered. */
  rateBook: string;
  rateBookDigest: string;
}

/** A risk at its price for a whole term. */
export interface Cover extends Risk {
  premium: Premium;
  taxRules: readonly TaxRule[];
}

/** What a change says of a section: the record that says it, and the facts that follow. */
export interface SectionPatch {
  record: string;
  facts: Facts;
  bonusMalusLevel?: number;
}

/** What a change asks for. What it does not name stays as it is. */
export type Patch = { [Part in Section]?: SectionPatch } & { coverage?: string };

/**
 * A risk after a change. An underwriter's reading of a fact ends when the fact becomes another, and the price of how
 * somebody drives when another drives.
 */
export function patched({ driving, ...risk }: Risk, patch: Patch): Risk {
  let { facts, bonusMalusLevel } = risk;
  const { rateAs = {}, ...terms } = risk.terms ?? {};
  const records = { ...risk.records };
  const readings = { ...rateAs };
  for (const section of sections) {
    const change = patch[section];
    if (!change) continue;
    for (const [fact, value] of Object.entries(change.facts)) {
      if (facts[fact] !== value) delete readings[fact];
    }
    facts = { ...facts, ...change.facts };
    records[section] = change.record;
    bonusMalusLevel = change.bonusMalusLevel ?? bonusMalusLevel;
  }
  const coverage = patch.coverage ?? risk.coverage;
  return {
    ...risk,
    coverage,
    facts,
    bonusMalusLevel,
    records,
    ...(driving && !patch.driver && { driving }),
    ...(risk.terms && { terms: { ...terms, rateAs: readings } }),
  };
}

/** The parts of a patch, by name. */
export function partsOf(patch: Patch): (Section | 'coverage')[] {
  return Object.keys(patch) as (Section | 'coverage')[];
}

/** What is left of a patch without some of its parts. */
export function without(patch: Patch, parts: readonly string[]): Patch {
  return Object.fromEntries(Object.entries(patch).filter(([part]) => !parts.includes(part)));
}
