/** Everything that is consumed by the piece, and priced. Gigabytes are of 10⁹ bytes. */
export const CONSUMED = [
  'writeUnits',
  'readUnits',
  'storedGbMonths',
  'recoverableGbMonths',
  'functionCalls',
  'functionGbSeconds',
  'gatewayRequests',
  'firewallRequests',
  'outboundGb',
  'events',
  'archivedGb',
  'queueRequests',
  'signatures',
  'secretReads',
  'logGb',
] as const;

export type Consumable = (typeof CONSUMED)[number];

/** How much of everything something consumes. */
export type Consumption = Readonly<Record<Consumable, number>>;

/** A consumption of some things, and of nothing else. */
export function consumption(some: Partial<Consumption>): Consumption {
  return each((what) => some[what] ?? 0);
}

/** So many times a consumption. */
export function timesOf(times: number, consumed: Consumption): Consumption {
  return each((what) => times * consumed[what]);
}

/** All of these together. */
export function sumOf(...all: readonly Consumption[]): Consumption {
  return each((what) => all.reduce((sum, consumed) => sum + consumed[what], 0));
}

/** What was consumed from one moment to another. */
export function between(before: Consumption, after: Consumption): Consumption {
  return each((what) => after[what] - before[what]);
}

function each(amount: (what: Consumable) => number): Consumption {
  return Object.fromEntries(CONSUMED.map((what) => [what, amount(what)])) as Record<Consumable, number>;
}
