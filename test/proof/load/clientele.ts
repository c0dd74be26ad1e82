import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { lossOf } from '../../support/claims.ts';
import { daysAhead } from '../../support/days.ts';
import { POLICYHOLDER, VEHICLE } from '../../support/policies.ts';
import { upcomingRequest } from '../../support/risks.ts';
import { Driving } from './driving.ts';
import type { InsuredFleet } from './insured-fleet.ts';
import type { Kind } from './mix.ts';
import { type Outgoing, Sender } from './sender.ts';

/** So many offers, and so many policies that were bought, are kept to be used: no more memory is needed than that. */
const KEPT = 500;

/** An offer that can be bought. */
interface Offer {
  quoteId: string;
  offerId: string;
  createdAt: string;
}

/** Everybody who asks something of an API, and what they know: offers, policies, devices. */
export class Clientele {
  readonly #sender: Sender;
  readonly #headers: Record<string, string>;
  readonly #insured: readonly string[];
  readonly #idle: Driving[];
  readonly #quote = JSON.stringify(upcomingRequest());
  readonly #offers: Offer[] = [];
  readonly #bought: string[] = [];
  #sold = 0;
  #losses = 0;
  #reads = 0;

  private constructor({ api, policyIds, devices }: InsuredFleet, token: string) {
    this.#sender = new Sender(api.url);
    this.#headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    this.#insured = policyIds;
    this.#idle = devices.map((device, index) => new Driving(device, 1_000 * index));
  }

  /** The clientele of an API. Its token is good for the better part of an hour. */
  static async of(fleet: InsuredFleet): Promise<Clientele> {
    return new Clientele(fleet, await fleet.api.token('broker'));
  }

  /** Asks something of a kind; the status of the answer, 0 where the connection broke. */
  async ask(kind: Kind): Promise<number> {
    if (kind === 'telemetry') return this.#drive();
    const { status, body } = await this.#sender.send(await this.#outgoing(kind));
    if (kind === 'quote' && status === 201) this.#keepOffer(body);
    if (kind === 'bind' && status === 201) keep(this.#bought, JSON.parse(body.toString()).policyId);
    return status;
  }

  close(): void {
    this.#sender.close();
  }

  async #outgoing(kind: Exclude<Kind, 'telemetry'>): Promise<Outgoing> {
    if (kind === 'quote') return this.#post('/quotes', this.#quote);
    if (kind === 'read') return this.#read();
    if (kind === 'bind') return this.#bind();
    return this.#post('/claims', JSON.stringify(this.#loss()));
  }

  #post(path: string, body: string, more: Record<string, string> = {}): Outgoing {
    return { method: 'POST', path, headers: { ...this.#headers, ...more }, body };
  }

  /** Two policies for each quote. */
  #read(): Outgoing {
    const turn = this.#reads++;
    const offer = this.#offers[turn % (this.#offers.length || 1)];
    const policies = this.#bought.length > 0 ? this.#bought : this.#insured;
    const path =
      turn % 3 === 0 && offer ? `/quotes/${offer.quoteId}` : `/policies/${policies[turn % policies.length]}`;
    return { method: 'GET', path, headers: this.#headers };
  }

  /** Each offer is bought by somebody else, for a car of their own. */
  async #bind(): Promise<Outgoing> {
    const { quoteId, offerId, createdAt } = await this.#anOffer();
    const number = ++this.#sold;
    const body = {
      quoteId,
      offerId,
      policyholder: { ...POLICYHOLDER, email: `buyer-${number}@example.com` },
      vehicle: { ...VEHICLE, plate: `1${String.fromCharCode(65 + (number % 26))}BC${number % 1_000}` },
      termsReceivedAt: createdAt.slice(0, 10),
      paymentPlan: 'annual',
    };
    return this.#post('/policies', JSON.stringify(body), { 'idempotency-key': randomUUID() });
  }

  /** Whoever wants to buy waits for an offer, which is part of what buying takes. */
  #anOffer(): Promise<Offer> {
    return available(() => this.#offers.pop());
  }

  #keepOffer(body: Buffer): void {
    if (this.#offers.length >= KEPT) return;
    const { quoteId, offers, createdAt } = JSON.parse(body.toString());
    this.#offers.push({ quoteId, offerId: offers[0].offerId, createdAt });
  }

  /** A loss of one of the last days that triage settles or not, as it finds. */
  #loss(): object {
    const number = this.#losses++;
    const policyId = this.#insured[number % this.#insured.length] ?? '';
    const day = 1 + (Math.floor(number / this.#insured.length) % 40);
    return lossOf(policyId, { occurredAt: daysAhead(-day) });
  }

  /** By a device that is not sending just now: each sends its batches in turn. */
  async #drive(): Promise<number> {
    const device = await available(() => this.#idle.shift());
    const { status } = await this.#sender.send(await device.next());
    this.#idle.push(device);
    return status;
  }
}

/** Waits until there is something to be taken. */
async function available<Thing>(take: () => Thing | undefined): Promise<Thing> {
  for (;;) {
    const thing = take();
    if (thing) return thing;
    await sleep(5);
  }
}

/** Adds something in the place of what is oldest. */
function keep(list: string[], one: string): void {
  list.push(one);
  if (list.length > KEPT) list.shift();
}
