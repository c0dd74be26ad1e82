/** Requests per second that a tier's usage plan refills, and how many may arrive at once. */
interface Allowance {
  readonly rate: number;
  readonly burst: number;
}

/** The usage plans: every partner is on one of them, all customers on another, and all devices on one of their own. */
export const tiers = {
  standard: { rate: 50, burst: 100 },
  volume: { rate: 5_000, burst: 5_000 },
  staff: { rate: 50, burst: 100 },
  // One allowance for all of them: nobody has a key of their own.
  customer: { rate: 1_000, burst: 1_000 },
  // Likewise: a fleet of ten thousand may post within the same second. An account's own limits must be raised to that.
  device: { rate: 10_000, burst: 10_000 },
} as const satisfies Record<string, Allowance>;

export type Tier = keyof typeof tiers;
