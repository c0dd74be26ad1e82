import { setTimeout as sleep } from 'node:timers/promises';
import { validateEvent } from '../../openapi/generated/responses.js';
import type { RunningApi } from './api.ts';

const PATIENCE_MS = 10_000;

/** Under which name everything of ours is said; services of AWS use others. */
const SOURCE = 'partner-api';

/** An event as the bus delivered it. */
export interface DeliveredEvent {
  id: string;
  source: string;
  detailType: string;
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is what the tests are about.
  detail: any;
  /** To each target; what was replayed has the name of the replay. */
  deliveries: { target: string; status: string; replay: string | null }[];
}

/** Every event of ours that the bus took after one of them, each held against the contract. */
export async function busEvents(api: RunningApi, since = ''): Promise<DeliveredEvent[]> {
  const all: DeliveredEvent[] = [];
  for (let after = since; ; ) {
    const answer = await fetch(`${api.origin}/_local/events?since=${after}&limit=1000`);
    const { events } = (await answer.json()) as { events: DeliveredEvent[] };
    const ours = events.filter(({ source }) => source === SOURCE);
    for (const { detailType, detail } of ours) {
      const faults = validateEvent(detailType as Parameters<typeof validateEvent>[0], detail);
      if (faults.length > 0) throw new Error(`${detailType} against the contract: ${faults.join('; ')}`);
    }
    all.push(...ours);
    after = events.at(-1)?.id ?? after;
    if (events.length < 1000) return all;
  }
}

/** Waits until events after one of them fit a condition; throws with what was there instead after ten seconds. */
export async function eventually(
  api: RunningApi,
  condition: (events: DeliveredEvent[]) => boolean,
  since = '',
): Promise<DeliveredEvent[]> {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(50)) {
    const events = await busEvents(api, since);
    if (condition(events)) return events;
    if (Date.now() > until) {
      const seen = events.slice(-5).map(({ detailType, deliveries }) => [detailType, ...deliveries]);
      throw new Error(`the events never came: ${events.length} in all, the last ${JSON.stringify(seen)}`);
    }
  }
}

/** Whether an event of a type came of an aggregate, and reached all its targets. */
export function delivered(events: DeliveredEvent[], type: string, aggregateId: string): boolean {
  return events.some(
    ({ detailType, detail, deliveries }) =>
      detailType === type &&
      detail.aggregateId === aggregateId &&
      deliveries.length > 0 &&
      deliveries.every(({ status }) => status === 'delivered'),
  );
}
