import { isDeepStrictEqual } from 'node:util';
import { busEvents } from '../../../functions/relay/event.ts';
import type { TakenEvent, World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/** Whatever the ledger tells outside is on the bus and in the insurer's feed, once at least, and nothing else is. */
export const ledgerIsEvents: Invariant = (world) => {
  const told = new Map(
    [...world.ledger.values()]
      .flat()
      .flatMap((entry) => busEvents(entry, ''))
      .map(({ type, detail }) => [idOf(detail), { detailType: type, detail }]),
  );
  return [...differences('the bus', told, world.events), ...differences('the feed', told, feedOf(world))];
};

type Told = ReadonlyMap<string, { detailType: string; detail: object }>;

function differences(place: string, told: Told, arrived: readonly TakenEvent[]): string[] {
  const ids = new Set(arrived.map(({ detail }) => detail.eventId));
  const lost = [...told].filter(([id]) => !ids.has(id));
  const invented = arrived.filter(({ detailType, detail }) => {
    const event = told.get(detail.eventId);
    return event?.detailType !== detailType || !isDeepStrictEqual(event.detail, detail);
  });
  return [
    ...lost.map(([id, { detailType }]) => `${place} never got ${detailType} ${id}`),
    ...invented.map(
      ({ detailType, detail }) => `${place} got a ${detailType} ${detail.eventId} that never was`,
    ),
  ];
}

function feedOf({ queues }: World): TakenEvent[] {
  return (queues.get('InsurerFeed') ?? []).map((body) => {
    const { 'detail-type': detailType, detail } = JSON.parse(body);
    return { detailType, detail };
  });
}

function idOf(detail: object): string {
  return (detail as TakenEvent['detail']).eventId;
}
