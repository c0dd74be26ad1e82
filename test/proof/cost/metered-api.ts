import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readRunning } from '../../../infra/local/data-directory.ts';
import { type RunningApi, startApi } from '../../support/api.ts';
import type { Reply } from '../../support/client.ts';
import { temporaryDirectory } from '../../support/directories.ts';
import { until } from '../../support/drives.ts';
import { busEvents } from '../../support/events.ts';
import { startUnitMeter, type UnitMeter } from '../../support/unit-meter.ts';
import { type Consumption, consumption } from './consumption.ts';
import { billed, bytesLogged, invocationsIn } from './invocations.ts';
import { type MeteredAssembly, meteredAssembly } from './metered-assembly.ts';
import { countServiceCalls, type ServiceCalls } from './service-calls.ts';
import { weigh } from './stored.ts';

const GIGABYTE = 1e9;

/** A message is sent, received and deleted. */
const REQUESTS_PER_MESSAGE = 3;

/** What a head of an answer takes, and of a connection's records, roughly. */
const HEAD_BYTES = 700;

/** When nothing has moved for so long, everything that follows from a request has happened. */
const QUIET_MS = 1_500;
const PATIENCE_MS = 60_000;

/** An API of which everything is counted that AWS would charge for. Jobs run at its start alone. */
export class MeteredApi {
  readonly #meter: UnitMeter;
  readonly #calls: ServiceCalls;
  readonly #assembly: MeteredAssembly;
  readonly #dataDir = temporaryDirectory();
  readonly #logs = join(this.#dataDir, 'logs');
  #starts = 0;
  #api: RunningApi | undefined;
  #requests = 0;
  #answered = 0;

  private constructor(meter: UnitMeter, calls: ServiceCalls) {
    this.#meter = meter;
    this.#calls = calls;
    this.#assembly = meteredAssembly(calls.environment);
  }

  /** One that has not been started yet. */
  static async prepare(): Promise<MeteredApi> {
    const [meter, calls] = await Promise.all([startUnitMeter(), countServiceCalls()]);
    return new MeteredApi(meter, calls);
  }

  /** The way to its database that counts nothing. */
  get forward() {
    return this.#meter.forward;
  }

  get api(): RunningApi {
    if (!this.#api) throw new Error('the API has not been started');
    return this.#api;
  }

  /** Starts it, or starts it again on the same data, at another time of its functions’ clock; its jobs run once. */
  async at(now?: string): Promise<RunningApi> {
    await this.#api?.stop();
    const env = { DYNAMODB_ENDPOINT: this.#meter.endpoint, MEASURE: '1', ...(now && { NOW: now }) };
    this.#api = await startApi({ cdkOut: this.#assembly.cdkOut, dataDir: this.#dataDir, env });
    this.#calls.lead(readRunning(this.#dataDir)?.endpoint ?? '');
    const { jobs } = this.#assembly;
    const runs = ++this.#starts * jobs.length;
    await until(async () => invocationsIn(this.#logs, jobs).length >= runs);
    return this.#api;
  }

  /** Counts requests by their answers. */
  count(replies: readonly Reply[]): void {
    this.#requests += replies.length;
    for (const { body } of replies) this.#answered += HEAD_BYTES + JSON.stringify(body).length;
  }

  /** All that was consumed so far, once everything that follows from what was asked has happened. */
  async consumed(): Promise<Consumption> {
    await this.#quiet();
    const events = await busEvents(this.api);
    const messages = events.reduce((sum, { deliveries }) => sum + deliveries.length, 0);
    const stored = await weigh(this.#meter.forward, (table) => this.#assembly.recoverable.has(table));
    return consumption({
      ...billed(invocationsIn(this.#logs), this.#assembly.memoryMb),
      writeUnits: this.#written(),
      readUnits: Object.values(this.#meter.read()).reduce((sum, units) => sum + units, 0),
      storedGbMonths: stored.gbMonths,
      recoverableGbMonths: stored.recoverable,
      gatewayRequests: this.#requests,
      firewallRequests: this.#requests,
      outboundGb: this.#answered / GIGABYTE,
      events: events.length,
      archivedGb: events.reduce((sum, { detail }) => sum + JSON.stringify(detail).length, 0) / GIGABYTE,
      queueRequests: REQUESTS_PER_MESSAGE * messages,
      signatures: this.#calls.count('Sign'),
      secretReads: this.#calls.count('GetSecretValue'),
      logGb: bytesLogged(this.#logs) / GIGABYTE,
    });
  }

  async close(): Promise<void> {
    await this.#api?.stop();
    await Promise.all([this.#calls.close(), this.#meter.close()]);
  }

  #written(): number {
    const units = [...this.#meter.written().values()].flatMap((keys) => [...keys.values()]);
    return units.reduce((sum, each) => sum + each, 0);
  }

  /** Waits until neither the database nor a function nor the bus has done anything for a while. */
  async #quiet(): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    for (let [before, since] = ['', Date.now()]; Date.now() < since + QUIET_MS; await sleep(100)) {
      const events = await busEvents(this.api);
      const waiting = events.filter(({ deliveries }) =>
        deliveries.some(({ status }) => status !== 'delivered'),
      );
      const now = JSON.stringify([
        this.#written(),
        invocationsIn(this.#logs).length,
        events.length,
        waiting.length,
      ]);
      if (now !== before) [before, since] = [now, Date.now()];
      if (Date.now() > until) throw new Error('the API never came to rest');
    }
  }
}
