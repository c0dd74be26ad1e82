import { GetItemCommand, type Put, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../platform/batch.ts';
import type { Instant } from '../platform/clock.ts';
import { dayOf } from '../platform/coarse-time.ts';
import type { Change, Write } from '../platform/commit.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { newOpaqueId } from '../platform/ids.ts';
import type { LedgerEvent, Origin } from '../platform/ledger.ts';
import { currentRules } from './catalogue.ts';
import { instantKey } from './instant-key.ts';
import type { Trip } from './trips/trip.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** How many rows are read at a time. */
const PAGE = 25;

/** The trip by its id, strongly consistent, or undefined. One that was born a moment ago may not be found yet. */
export async function findTrip(tripId: string): Promise<Trip | undefined> {
  const { Items: [found] = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: table(),
      IndexName: 'trip',
      KeyConditionExpression: 'tripId = :tripId',
      ExpressionAttributeValues: { ':tripId': { S: tripId } },
      Limit: 1,
    }),
  );
  const { pseudonym, place } = found ?? {};
  return pseudonym?.S === undefined || place?.S === undefined ? undefined : findTripOf(pseudonym.S, place.S);
}

/** The trip of a device by its place, strongly consistent, or undefined. */
export async function findTripOf(pseudonym: string, place: string): Promise<Trip | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({ TableName: table(), Key: keyOf(pseudonym, place), ConsistentRead: true }),
  );
  return item && tripOf(item);
}

/** Which trips of a device are asked for. Instants are epoch milliseconds. */
export interface TripRange {
  /** Trips that were over before are left out. One in progress is given all the same: its row does not know its end. */
  from?: number;
  /** Trips from this place on are left out. */
  before?: string;
  limit?: number;
}

/** The trips of a device, newest first, strongly consistent. One that is part of another by now is not among them. */
export async function tripsOf(
  pseudonym: string,
  { from = 0, before = LAST, limit = Number.POSITIVE_INFINITY }: TripRange,
): Promise<Trip[]> {
  const trips: Trip[] = [];
  for await (const trip of ownRows(pseudonym, { below: before })) {
    // Trips do not overlap, and a place tells a moment of its trip: all that follow were over before.
    if (trip.status !== 'in-progress' && trip.endedAt < from) break;
    trips.push(trip);
    if (trips.length >= limit) break;
  }
  return trips;
}

/**
 * The trips of a device between two instants (epoch milliseconds), and the next one on either side, oldest first, strongly
 * consistent. Of one that is still going on (by its id) the row does not know the end.
 */
export async function tripsAround(
  pseudonym: string,
  { from, to }: { from: number; to: number },
  openTripId: string | undefined,
): Promise<Trip[]> {
  const middle = `${instantKey(to)}${LAST}`;
  const earlier: Trip[] = [];
  for await (const trip of ownRows(pseudonym, { below: middle })) {
    earlier.unshift(trip);
    if (trip.tripId !== openTripId && trip.endedAt < from) break;
  }
  // Late data let a trip begin before its place.
  const later: Trip[] = [];
  for await (const trip of ownRows(pseudonym, { above: middle })) {
    later.push(trip);
    if (trip.startedAt > to) break;
  }
  return [...earlier, ...later];
}

/** No place sorts after it. */
const LAST = '~';

/** Rows on one side of a place, from there on. */
type Side = { below: string } | { above: string };

/** The trips of a device on one side of a place that are not part of another, read a page at a time. */
async function* ownRows(pseudonym: string, side: Side): AsyncGenerator<Trip> {
  let last: Item | undefined;
  do {
    const { Items: items = [], LastEvaluatedKey: next } = await dynamodb.send(
      new QueryCommand({
        TableName: table(),
        KeyConditionExpression: `pseudonym = :pseudonym AND place ${'below' in side ? '<' : '>'} :edge`,
        ExpressionAttributeValues: {
          ':pseudonym': { S: pseudonym },
          ':edge': { S: 'below' in side ? side.below : side.above },
        },
        ScanIndexForward: 'above' in side,
        Limit: PAGE,
        ConsistentRead: true,
        ...(last && { ExclusiveStartKey: last }),
      }),
    );
    yield* items.map(tripOf).filter(({ status }) => status !== 'merged');
    last = next;
  } while (last);
}

/** What a change of a trip needs beside its event. */
export interface TripChange {
  occurredAt: Instant;
  origin: Origin;
  /** Further items, the device's cursor say. */
  records?: readonly Write[];
}

/** The change that commits a completed trip: from its state before (one in progress is at version 0) to the next. */
export function changeOfTrip(
  before: Pick<Trip, 'version'>,
  trip: Trip,
  event: Omit<LedgerEvent, 'eventId'>,
  about: TripChange,
): Change {
  const { pseudonym, tripId, place, ...doc } = trip;
  return {
    ...about,
    occurredAt: dayOf(about.occurredAt),
    aggregateId: tripId,
    expectedVersion: before.version,
    events: [{ eventId: newOpaqueId('evt'), ...event }],
    state: { table: table(), key: 'tripId', doc, indexes: { pseudonym, place }, expiresAt: expiryOf(trip) },
  };
}

/** The write of a trip in progress, or of one that was until it became part of another. It has no version yet. */
export function inProgressPut(trip: Trip): Put {
  const { pseudonym, tripId, place, ...doc } = trip;
  return {
    TableName: table(),
    Item: {
      ...keyOf(pseudonym, place),
      tripId: { S: tripId },
      doc: { S: JSON.stringify(doc) },
      expiresAt: { N: String(expiryOf(trip)) },
    },
    ConditionExpression: 'attribute_not_exists(version)',
  };
}

function tripOf({ pseudonym, place, tripId, doc }: Item): Trip {
  return { ...JSON.parse(doc?.S ?? ''), pseudonym: pseudonym?.S, place: place?.S, tripId: tripId?.S };
}

function expiryOf({ startedAt }: Trip): number {
  return Math.ceil(startedAt / 1000) + currentRules().rules.retention.tripDays * DAY_SECONDS;
}

function keyOf(pseudonym: string, place: string): Item {
  return { pseudonym: { S: pseudonym }, place: { S: place } };
}

function table(): string {
  return variable('TRIPS_TABLE');
}
