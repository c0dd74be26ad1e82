import { randomUUID } from 'node:crypto';
import { accessDenied, type Call, failure, type Service, type ServiceReply } from '../aws/endpoint.ts';
import type { Iam } from '../iam/iam.ts';
import { compilePattern, type Matches } from './event-pattern.ts';
import type { BusEvent, Delivery, EventStore } from './event-store.ts';
import { type Entry, readEntry, refusalOf } from './put-events.ts';

/** Where a rule sends an event, and what becomes of one that cannot be delivered. */
export interface Target {
  /** Hands the event over; throws when it was not taken. */
  deliver: (event: object) => void | Promise<void>;
  /** Takes what could not be delivered. */
  bury?: ((event: object) => void | Promise<void>) | undefined;
  maximumAttempts: number;
  maximumAgeSeconds: number;
}

/** What an AWS service tells the default bus. */
export interface ServiceEvent {
  /** `aws.` and the service. */
  source: string;
  detailType: string;
  /** ARNs of what it speaks of. */
  resources: readonly string[];
  detail: object;
}

/** Events to be delivered once more. */
export interface Replay {
  name: string;
  bus: string;
  /** Of which events, beyond what each rule asks for. */
  matches: Matches;
  /** From when on the events were said, and before when, in ISO 8601. */
  from: string;
  to: string;
  /** To these rules only; to every one that matches where none is named. */
  ruleArns: readonly string[];
  /** What else is to be known of it, as JSON. */
  record: string;
}

interface Rule {
  bus: string;
  arn: string;
  matches: Matches;
  targets: ReadonlyMap<string, Target>;
}

/** First pause before an attempt is repeated; it doubles up to the longest. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 60_000;

/** The event buses of the deployment. An event is on disk before it is acknowledged. */
export class EventBus {
  readonly #store: EventStore;
  readonly #iam: Iam;
  readonly #region: string;
  readonly #account: string;
  readonly #buses = new Map<string, string>();
  readonly #rules: Rule[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(store: EventStore, { iam, region, account }: { iam: Iam; region: string; account: string }) {
    this.#store = store;
    this.#iam = iam;
    this.#region = region;
    this.#account = account;
    // Every account has one.
    this.addBus('default', `arn:aws:events:${region}:${account}:event-bus/default`);
  }

  addBus(name: string, arn: string): void {
    this.#buses.set(name, arn);
  }

  /** Adds a rule; its targets are known by names that stay the same from start to start. */
  addRule(bus: string, pattern: unknown, targets: ReadonlyMap<string, Target>, arn = ''): void {
    this.#rules.push({ bus, arn, matches: compilePattern(pattern), targets });
  }

  /** The ARNs of a bus's rules. */
  ruleArns(bus: string): string[] {
    return this.#rules.filter((rule) => rule.bus === bus).map(({ arn }) => arn);
  }

  /** Delivers events again, with the replay's name in them: all of that is on disk when this returns. */
  replay({ name, record, bus, from, to, matches, ruleArns }: Replay): void {
    const events = this.#store.between(bus, from, to).filter((event) => matches(this.#envelope(event)));
    const entries = events.map((event) => ({ event, targets: this.#targetsOf(event, name, ruleArns) }));
    this.#deliver(this.#store.addReplay({ name, record }, entries));
  }

  /** What was said of a replay, and how many of its deliveries are still to come; undefined where there is none. */
  findReplay(name: string): { record: string; pending: number } | undefined {
    return this.#store.findReplay(name);
  }

  /** Takes up what a former process had not delivered. To be called once all rules are there. */
  resume(): void {
    this.#deliver(this.#store.pending());
  }

  /** The events that the bus took, from after an id on, with the way of each. */
  list(since = '', limit = 1000): object[] {
    return this.#store.list(since, limit).map(({ detail, resources, ...event }) => ({
      ...event,
      detail: JSON.parse(detail),
      resources: JSON.parse(resources),
    }));
  }

  /** Ends after the deliveries under way; what is pending then is taken up at the next start. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#underWay);
  }

  /** Takes an event of an AWS service for the default bus: it is on disk when this returns. */
  tell({ source, detailType, resources, detail }: ServiceEvent): void {
    const takenAt = Date.now();
    this.#take([
      {
        id: randomUUID(),
        bus: 'default',
        source,
        detailType,
        time: new Date(takenAt).toISOString(),
        takenAt,
        resources: JSON.stringify(resources),
        detail: JSON.stringify(detail),
      },
    ]);
  }

  /** The PutEvents of the EventBridge API. */
  service(): Service {
    return async (call) => {
      if (call.action !== 'PutEvents') return accessDenied(this.#iam, call, `events:${call.action}`, '*');
      const { Entries: entries = [] } = JSON.parse(call.body.toString()) as { Entries?: Entry[] };
      return this.#putEvents(call, entries);
    };
  }

  #putEvents(call: Call, entries: readonly Entry[]): ServiceReply {
    const refusal = refusalOf(entries);
    if (refusal !== undefined) return failure(400, 'ValidationException', refusal);
    for (const { EventBusName: name = 'default' } of entries) {
      const arn =
        this.#buses.get(name) ?? `arn:aws:events:${this.#region}:${this.#account}:event-bus/${name}`;
      if (!this.#iam.isAllowed(call.accessKeyId, 'events:PutEvents', arn)) {
        return accessDenied(this.#iam, call, 'events:PutEvents', arn);
      }
    }
    const results = entries.map((entry) => readEntry(entry, this.#buses));
    const events = results.flatMap((result) => ('id' in result ? [result] : []));
    this.#take(events);
    return {
      status: 200,
      body: JSON.stringify({
        FailedEntryCount: results.length - events.length,
        Entries: results.map((result) => ('id' in result ? { EventId: result.id } : result)),
      }),
    };
  }

  #take(events: readonly BusEvent[]): void {
    this.#deliver(this.#store.add(events.map((event) => ({ event, targets: this.#targetsOf(event) }))));
  }

  #targetsOf(event: BusEvent, replay: string | null = null, among: readonly string[] = []): string[] {
    const envelope = this.#envelope(event, replay);
    return this.#rules
      .filter(({ bus, arn, matches }) => {
        return bus === event.bus && (among.length === 0 || among.includes(arn)) && matches(envelope);
      })
      .flatMap(({ targets }) => [...targets.keys()]);
  }

  #deliver(deliveries: readonly Delivery[]): void {
    if (deliveries.length === 0) return;
    const underWay = Promise.all(deliveries.map((delivery) => this.#attempt(delivery)))
      .then((settled) => this.#store.settle(settled))
      .catch((error: unknown) => console.error('event bus:', error))
      .finally(() => this.#underWay.delete(underWay));
    this.#underWay.add(underWay);
  }

  /** One attempt; a failed one is taken up again after a pause, until the target's patience is over. */
  async #attempt(delivery: Delivery): Promise<Delivery> {
    const attempts = delivery.attempts + 1;
    const event = this.#store.find(delivery.eventId);
    const target = this.#rules.flatMap(({ targets }) => targets.get(delivery.target) ?? [])[0];
    // A rule that a later deployment dropped wants nothing any more.
    if (!event || !target) return { ...delivery, status: 'dead' };
    try {
      await target.deliver(this.#envelope(event, delivery.replay));
      return { ...delivery, attempts, status: 'delivered' };
    } catch (error) {
      const age = Date.now() - event.takenAt;
      if (attempts <= target.maximumAttempts && age < target.maximumAgeSeconds * 1000) {
        this.#retryLater({ ...delivery, attempts });
        return { ...delivery, attempts };
      }
      await bury(target, this.#envelope(event, delivery.replay), error);
      return { ...delivery, attempts, status: 'dead' };
    }
  }

  #retryLater(delivery: Delivery): void {
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (delivery.attempts - 1), LONGEST_PAUSE_MS);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#deliver([delivery]);
    }, pause);
    this.#timers.add(timer);
  }

  #envelope(
    { id, source, detailType, time, resources, detail }: BusEvent,
    replay: string | null = null,
  ): Record<string, unknown> {
    return {
      version: '0',
      id,
      'detail-type': detailType,
      source,
      account: this.#account,
      time,
      region: this.#region,
      resources: JSON.parse(resources),
      detail: JSON.parse(detail),
      ...(replay !== null && { 'replay-name': replay }),
    };
  }
}

/** Lets go of an event. One that not even the dead letters take is lost, as in AWS; here at least it is said. */
async function bury(target: Target, event: object, reason: unknown): Promise<void> {
  console.error('event bus: an event could not be delivered:', reason);
  try {
    await target.bury?.(event);
  } catch (error) {
    console.error('event bus: it is lost:', error);
  }
}
