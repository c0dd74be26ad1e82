import { setTimeout as sleep } from 'node:timers/promises';
import { KINDS, type Kind } from './mix.ts';
import { type Quantiles, quantilesOf } from './quantiles.ts';

/** Not looked at, while what was before still rings on. */
const SETTLING_SECONDS = 2;

/** After so long whoever asks has gone away. */
const PATIENCE_MS = 20_000;

/** So many requests under way say enough: no more are sent, and all the others of the step count as not served. */
const MOST_WAITING = 2_000;

/** What one rate came to, in the part of it that was looked at. */
export interface Step {
  /** Requests that were due each second, and those that were answered well in the same time. */
  offered: number;
  served: number;
  /** From when a request was due to its answer, of all kinds together and of each. */
  all: Quantiles;
  kinds: Record<Kind, Quantiles & { answered: number }>;
  /** How often what else was answered, by kind and status; 0 is a broken connection. */
  errors: Record<string, number>;
  /** The most requests that were under way at one time. */
  waiting: number;
}

interface Asked {
  kind: Kind;
  due: number;
  answered?: number;
  status?: number;
}

/** Sends one request of a kind; answers its status. Must not reject. */
export type Ask = (kind: Kind) => Promise<number>;

/**
 * Offers requests at a rate for so many seconds, as strangers do: each comes when it comes, whether or not the others
 * were answered. Times count from when a request was due, so that a sender that lags behind hides nothing.
 */
export async function offer(
  perSecond: number,
  seconds: number,
  kinds: Iterator<Kind, never>,
  ask: Ask,
): Promise<Step> {
  const all: Asked[] = [];
  let [waiting, mostWaiting] = [0, 0];
  const begun = performance.now();
  const put = (due: number) => {
    const asked: Asked = { kind: kinds.next().value, due };
    all.push(asked);
    if (waiting >= MOST_WAITING) return;
    mostWaiting = Math.max(mostWaiting, ++waiting);
    void ask(asked.kind).then((status) => {
      waiting--;
      Object.assign(asked, { answered: performance.now(), status });
    });
  };
  await arrivals(perSecond, begun, begun + seconds * 1000, put);
  const ended = performance.now();
  while (waiting > 0 && performance.now() < ended + PATIENCE_MS) await sleep(20);
  return stepOf(all, begun + SETTLING_SECONDS * 1000, begun + seconds * 1000, mostWaiting);
}

/** Calls back for each arrival of a Poisson process, at or soon after it is due. */
async function arrivals(
  perSecond: number,
  from: number,
  until: number,
  arrive: (due: number) => void,
): Promise<void> {
  for (let due = from; ; ) {
    due += (-Math.log(1 - Math.random()) * 1000) / perSecond;
    if (due >= until) return;
    const ahead = due - performance.now();
    if (ahead > 0) await sleep(ahead);
    arrive(due);
  }
}

function stepOf(all: readonly Asked[], from: number, until: number, waiting: number): Step {
  const within = (moment: number | undefined) => moment !== undefined && moment >= from && moment < until;
  const due = all.filter((asked) => within(asked.due));
  const seconds = (until - from) / 1000;
  const good = due.filter(isGood);
  const bad = all.filter((asked) => asked.answered !== undefined && !isGood(asked));
  const kinds = KINDS.map((kind) => {
    const times = timesOf(good.filter((asked) => asked.kind === kind));
    return [kind, { answered: times.length, ...quantilesOf(times) }];
  });
  return {
    offered: due.length / seconds,
    served: all.filter((asked) => isGood(asked) && within(asked.answered)).length / seconds,
    all: quantilesOf(timesOf(good)),
    kinds: Object.fromEntries(kinds),
    errors: countsOf(bad.map(({ kind, status }) => `${kind} ${status}`)),
    waiting,
  };
}

function isGood({ status = 0 }: Asked): boolean {
  return status >= 200 && status < 300;
}

function timesOf(asked: readonly Asked[]): number[] {
  return asked.flatMap(({ due, answered }) => (answered === undefined ? [] : [answered - due]));
}

function countsOf(names: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}
