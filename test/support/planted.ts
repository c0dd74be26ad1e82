import { randomInt, randomUUID } from 'node:crypto';
import type { RunningApi } from './api.ts';
import { daysAhead } from './days.ts';
import { type Answered, type Sent, send } from './request.ts';

/** Values that belong to a person, unmistakable and never the same twice, and what was answered to them. */
export interface Planted {
  /** Must be found nowhere at all. */
  nowhere: string[];
  /** Must be found in the vault once it is opened, and as it is nowhere at all. */
  sealed: string[];
  /** Was kept in the vault, and is found nowhere at all now, not even where the database has not written over it. */
  forgotten: string[];
  /** May lie in a table, as something that a price was made from; in no log, on no bus. */
  tablesOnly: string[];
  answers: Answered[];
}

/** Where a planted value may be found. */
export type Place = 'nowhere' | 'sealed' | 'forgotten' | 'tablesOnly';

/** Plants values and sends requests that are full of them. */
export class Planter implements Planted {
  readonly nowhere: string[] = [];
  readonly sealed: string[] = [];
  readonly forgotten: string[] = [];
  readonly tablesOnly: string[] = [];
  readonly answers: Answered[] = [];
  readonly #api: RunningApi;
  readonly #token: string;

  constructor(api: RunningApi, token: string) {
    this.#api = api;
    this.#token = token;
  }

  /** Sends a request with the planter's own token, unless it brings another. */
  async ask(sent: Partial<Sent>): Promise<Answered> {
    const answer = await send(this.#api, { method: 'POST', path: '/quotes', token: this.#token, ...sent });
    this.answers.push(answer);
    return answer;
  }

  /** A value of its own, of which it is known where it may be found. */
  mark(place: Place, make: () => string): string {
    const value = make();
    const used = [...this.nowhere, ...this.sealed, ...this.forgotten, ...this.tablesOnly].includes(value);
    if (used) return this.mark(place, make);
    this[place].push(value);
    return value;
  }

  /** A text that looks like an address or a name. */
  secret(form = '@example.com', place: Place = 'nowhere'): string {
    return this.mark(place, () => `anna.${randomUUID()}${form}`);
  }

  birthDate(place: Place): string {
    return this.mark(place, () => daysAhead(-randomInt(9_000, 30_000)));
  }

  postcode(place: Place): string {
    return this.mark(place, () => `Q${randomInt(1e8, 1e9)}`);
  }

  /** What a quote says of a person. It is kept where the quote offers or refers, and nowhere where it is refused. */
  risk(place: 'nowhere' | 'sealed') {
    return {
      driver: { dateOfBirth: this.birthDate(place) },
      address: { postcode: this.postcode(place) },
    };
  }

  /** What a vehicle is worth, which prices it. */
  worth(): { amount: string; currency: string } {
    return { amount: this.mark('tablesOnly', () => `${randomInt(1e11, 9e11)}.07`), currency: 'EUR' };
  }
}
