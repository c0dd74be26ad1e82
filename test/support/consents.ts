import { type RunningApi, type StartOptions, startApi } from './api.ts';
import { Client, type Reply } from './client.ts';
import { POLICYHOLDER, Policies, valuedRequest } from './policies.ts';
import { unthrottledAssembly } from './unthrottled.ts';

const MINUTE_MS = 60_000;

type Headers = Record<string, string>;

/** The instant so many minutes from now. */
export function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * MINUTE_MS).toISOString();
}

/** What a partner asks for: to read a customer's policies, for a day. */
export function consentRequest(instead: object = {}) {
  return {
    permissions: ['POLICY_READ', 'IDENTITY_READ'],
    purpose: 'A comparison of your covers.',
    expiresAt: inMinutes(24 * 60),
    ...instead,
  };
}

/** What a partner asks for: to change one policy, once. */
export function changeRequest(policyId: string, instead: object = {}) {
  return consentRequest({
    permissions: ['POLICY_READ', 'POLICY_CHANGE'],
    objects: [{ policyId }],
    oneShot: true,
    change: CHANGE,
    ...instead,
  });
}

/** A move to another address, as it is consented to. */
export const CHANGE = {
  effectiveDate: '2027-03-01',
  change: { address: { line1: 'Rue Neuve 5', city: 'Liège', postcode: '4000', country: 'BE' } },
};

/** What a partner does with consents. */
export class Consents {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  create(body: unknown, headers: Headers = {}): Promise<Reply> {
    return this.#client.call('createConsent', 'POST', '/consents', { body, headers });
  }

  /** Asks, and gives the id of the consent. */
  async ask(body: unknown = consentRequest()): Promise<string> {
    const { status, body: consent } = await this.create(body);
    if (status !== 201) throw new Error(`not asked for: ${JSON.stringify(consent)}`);
    return consent.consentId;
  }

  get(consentId: string): Promise<Reply> {
    return this.#client.call('getConsent', 'GET', `/consents/${consentId}`);
  }

  list(query = ''): Promise<Reply> {
    return this.#client.call('listConsents', 'GET', `/consents${query}`);
  }

  revoke(consentId: string): Promise<Reply> {
    return this.#client.call('revokeConsent', 'DELETE', `/consents/${consentId}`);
  }
}

/** What a customer does about a consent, by the last part of its address. */
const MOVES = {
  authorise: ['authoriseConsent', 'authorisation'],
  reject: ['rejectConsent', 'rejection'],
  suspend: ['suspendConsent', 'suspension'],
  resume: ['resumeConsent', 'resumption'],
  withdraw: ['withdrawConsent', 'revocation'],
  reestablish: ['reestablishConsent', 're-establishment'],
} as const;
export type Move = keyof typeof MOVES;
const WITHOUT_BODY: readonly Move[] = ['suspend', 'resume', 'reestablish'];

/** What a customer does with consents. */
export class MyConsents {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  get(consentId: string): Promise<Reply> {
    return this.#client.call('getMyConsent', 'GET', `/me/consents/${consentId}`);
  }

  list(query = ''): Promise<Reply> {
    return this.#client.call('listMyConsents', 'GET', `/me/consents${query}`);
  }

  /** Makes a move, whether it is allowed or not. */
  move(move: Move, consentId: string, said: object = {}, headers: Headers = {}): Promise<Reply> {
    const [operation, part] = MOVES[move];
    const body = WITHOUT_BODY.includes(move) ? {} : { body: said };
    return this.#client.call(operation, 'POST', `/me/consents/${consentId}/${part}`, { headers, ...body });
  }

  authorise(consentId: string, ...policyIds: string[]): Promise<Reply> {
    const objects = policyIds.map((policyId) => ({ policyId }));
    return this.move('authorise', consentId, objects.length > 0 ? { objects } : {});
  }

  reject(consentId: string, said: object = {}): Promise<Reply> {
    return this.move('reject', consentId, said);
  }

  suspend(consentId: string): Promise<Reply> {
    return this.move('suspend', consentId);
  }

  resume(consentId: string): Promise<Reply> {
    return this.move('resume', consentId);
  }

  withdraw(consentId: string, said: object = {}): Promise<Reply> {
    return this.move('withdraw', consentId, said);
  }

  reestablish(consentId: string, headers: Headers = {}): Promise<Reply> {
    return this.move('reestablish', consentId, {}, headers);
  }
}

/** Ben, as a policyholder. */
const BEN = {
  ...POLICYHOLDER,
  givenName: 'Ben',
  familyName: 'Claes',
  dateOfBirth: '1990-07-14',
  email: 'ben@example.com',
};

/** Everybody who has to do with a consent. */
export interface Cast {
  api: RunningApi;
  /** The partner that issued the policies, and one that has nothing to do with them. */
  broker: Consents;
  reader: Consents;
  policies: Policies;
  anna: MyConsents;
  ben: MyConsents;
}

/** The API, however many requests a second a test makes, with partners and customers in it. */
export async function startCast(options: StartOptions = {}): Promise<Cast> {
  return castOf(await startApi({ cdkOut: unthrottledAssembly(), ...options }));
}

/** Partners and customers of a running API. */
export async function castOf(api: RunningApi): Promise<Cast> {
  const client = (name: string) => Client.of(api, name);
  const [broker, reader, anna, ben] = await Promise.all(['broker', 'reader', 'anna', 'ben'].map(client));
  if (!broker || !reader || !anna || !ben) throw new Error('somebody is missing');
  return {
    api,
    broker: new Consents(broker),
    reader: new Consents(reader),
    policies: new Policies(broker),
    anna: new MyConsents(anna),
    ben: new MyConsents(ben),
  };
}

/** A policy of Anna's. */
export async function policyOfAnna(policies: Policies, startDate?: string): Promise<string> {
  return (await policies.bind(valuedRequest('10000.00', startDate))).body.policyId;
}

/** A policy of Ben's. */
export async function policyOfBen(policies: Policies): Promise<string> {
  const request = valuedRequest('10000.00');
  const driver = { ...request.driver, dateOfBirth: BEN.dateOfBirth };
  return (await policies.bind({ ...request, driver }, { policyholder: BEN })).body.policyId;
}
