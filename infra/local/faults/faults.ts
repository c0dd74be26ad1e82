import { chance } from './chance.ts';
import { type FaultKind, WEIGHTS } from './fault-kind.ts';
import type { FaultPlan } from './fault-plan.ts';

/** Where something can go wrong. */
export interface Site {
  /** The role, function or mapping that acts. */
  caller: string;
  /** As signatures name it, e.g. `dynamodb`; `lambda`, `streams` and `schedules` of what AWS does by itself. */
  service: string;
  /** E.g. `PutItem`. */
  action: string;
  /** What it is done to, e.g. the tables; empty where the action says it all. */
  resource: string;
}

/** Something that goes wrong. */
export interface Fault {
  kind: FaultKind;
  /** A number from 0 up to 1 to every question that the kind leaves open; always the same to the same question. */
  chance: (question: string) => number;
}

/** What went wrong: the kind, where, and at the how manieth such call since the plan was switched on, from 1. */
export interface Injected extends Site {
  kind: FaultKind;
  call: number;
}

/** What there is to tell of a plan. */
export interface FaultReport {
  /** Undefined once it is healed. */
  plan: FaultPlan | undefined;
  counts: Partial<Record<FaultKind, number>>;
  injected: readonly Injected[];
}

/** So many are kept; all are counted. */
const MOST_KEPT = 20_000;
/** So many calls in a row have the same weather, and this share of it is bad. */
const WEATHER_CALLS = 8;
const BAD_WEATHER = 0.1;

/**
 * What goes wrong, and when, by a plan that is switched on at run time.
 *
 * Whether something befalls a call is a pure function of the seed, of the site, and of how many calls of that site there
 * were since the plan was switched on. No sequence of random numbers is shared: whatever runs beside it, the fifth
 * PutItem of a role on a table meets the same fate each time. The limits of that: which request makes the fifth call
 * depends on what runs at once, as do the numbers of retries; so a run is the same for one client that waits for each
 * answer, and alike in kinds and places for many.
 *
 * Troubles come in bursts, which retries alone do not survive: in bad weather (every tenth window of a site's calls) the
 * rate is its own square root.
 */
export class Faults {
  #plan: FaultPlan | undefined;
  readonly #calls = new Map<string, number>();
  #counts: Partial<Record<FaultKind, number>> = {};
  #injected: Injected[] = [];

  /** Begins anew by a plan: all calls are counted from here on. */
  switchOn(plan: FaultPlan): void {
    this.#plan = plan;
    this.#calls.clear();
    this.#counts = {};
    this.#injected = [];
  }

  /** From here on nothing goes wrong any more; what did is still told. */
  heal(): void {
    this.#plan = undefined;
  }

  report(): FaultReport {
    return { plan: this.#plan, counts: this.#counts, injected: this.#injected };
  }

  /** Whether anything goes wrong at all at present. */
  get on(): boolean {
    return this.#plan !== undefined;
  }

  /** Counts what is about to happen at a site, and says which of these kinds befalls it, if any. */
  meet(site: Site, possible: readonly FaultKind[]): Fault | undefined {
    const plan = this.#plan;
    if (!plan) return undefined;
    const path = [site.caller, site.service, site.action, site.resource];
    const call = this.#count(path.join(' '));
    const kinds = possible.filter((kind) => plan.kinds.includes(kind));
    const ask = (question: string) => chance(plan.seed, ...path, call, question);
    const window = Math.floor(call / WEATHER_CALLS);
    const bad = chance(plan.seed, ...path, 'weather', window) < BAD_WEATHER;
    if (kinds.length === 0 || ask('whether') >= (bad ? Math.sqrt(plan.rate) : plan.rate)) return undefined;
    const kind = weighed(kinds, ask('which'));
    this.#record({ ...site, kind, call });
    return { kind, chance: ask };
  }

  #count(key: string): number {
    const call = (this.#calls.get(key) ?? 0) + 1;
    this.#calls.set(key, call);
    return call;
  }

  #record(injected: Injected): void {
    const { kind } = injected;
    this.#counts[kind] = (this.#counts[kind] ?? 0) + 1;
    if (this.#injected.length < MOST_KEPT) this.#injected.push(injected);
  }
}

/** The kind on which a number from 0 up to 1 falls, when each takes up as much room as it weighs. */
function weighed(kinds: readonly FaultKind[], at: number): FaultKind {
  let left = at * kinds.reduce((sum, kind) => sum + WEIGHTS[kind], 0);
  const hit = kinds.find((kind) => {
    left -= WEIGHTS[kind];
    return left < 0;
  });
  return hit ?? (kinds.at(-1) as FaultKind);
}
