import type { Reply } from '../../support/client.ts';
import { between, type Consumption, timesOf } from './consumption.ts';
import type { MeteredApi } from './metered-api.ts';
import type { Act, Market } from './operations.ts';

/** Functions are loaded and caches filled by so many. */
const BEFORE = 2;
const COUNTED = 10;

/** What an act consumes, on the mean of some. Throws when one is refused. */
export async function measureAct(metered: MeteredApi, market: Market, act: Act): Promise<Consumption> {
  const ready: unknown[] = [];
  for (let turn = 0; turn < BEFORE + COUNTED; turn++) ready.push(await act.ready?.(market, turn));
  const run = async (from: number, to: number): Promise<void> => {
    for (let turn = from; turn < to; turn++) metered.count(allGood(await act.act(market, ready[turn], turn)));
  };
  await run(0, BEFORE);
  const before = await metered.consumed();
  await run(BEFORE, BEFORE + COUNTED);
  return timesOf(1 / COUNTED, between(before, await metered.consumed()));
}

/** Answers as they are. Throws when one of them is a refusal. */
export function allGood(replies: readonly Reply[]): readonly Reply[] {
  const bad = replies.find(({ status }) => status >= 300);
  if (bad) throw new Error(`answered ${bad.status}: ${JSON.stringify(bad.body)}`);
  return replies;
}
