import { loadAssembly } from '../../../infra/local/template/assembly.ts';
import { CONSUMED, type Consumable, type Consumption } from './consumption.ts';
import table from './prices.json' with { type: 'json' };

/** The table of list prices, with its date, its region and the page that each is from. */
export const priceTable: {
  date: string;
  region: string;
  /** `name` is what it is called in short, `unit` what AWS counts. */
  prices: Record<Consumable, { name: string; usd: number; per: number; unit: string; source: string }>;
  /** What a resource costs a month by standing there, by its type in the template. */
  monthly: Record<string, { usd: number; source: string }>;
} = table;

/** What everything that was consumed costs, in US dollars. */
export function pricesOf(consumed: Consumption): Record<Consumable, number> {
  const { prices } = priceTable;
  const entries = CONSUMED.map((what) => [what, (consumed[what] * prices[what].usd) / prices[what].per]);
  return Object.fromEntries(entries);
}

/** What a consumption costs in all, in US dollars. */
export function costOf(consumed: Consumption): number {
  return Object.values(pricesOf(consumed)).reduce((sum, usd) => sum + usd, 0);
}

/** What a synthesized app costs a month before anybody asks anything of it, in US dollars. */
export function standingCost(cdkOut: string): number {
  const resources = loadAssembly(cdkOut).stacks.flatMap(({ template }) =>
    Object.values(template.Resources ?? {}),
  );
  return resources.reduce((sum, { Type: type }) => sum + (priceTable.monthly[type]?.usd ?? 0), 0);
}
