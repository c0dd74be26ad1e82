import type { Client, Reply } from './client.ts';
import type { Consents, consentRequest, MyConsents } from './consents.ts';
import { Devices, plugIn } from './devices.ts';
import { SendingDevice } from './sending-device.ts';

type Headers = Record<string, string>;

/** The header that names a consent. */
export function under(consentId: string): Headers {
  return { 'x-consent-id': consentId };
}

/** A consent that its customer has said yes to. */
export async function authorised(
  from: Consents,
  by: MyConsents,
  request: ReturnType<typeof consentRequest>,
): Promise<string> {
  const consentId = await from.ask(request);
  const { status, body } = await by.authorise(consentId);
  if (status !== 200) throw new Error(`not given: ${JSON.stringify(body)}`);
  return consentId;
}

/** What a partner does with trips and scores. */
export class Telematics {
  readonly devices: Devices;
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
    this.devices = new Devices(client);
  }

  /** A device that may send: registered for a policy, under a consent, with a key of its own. */
  async device(policyId: string, consentId: string): Promise<SendingDevice> {
    const { deviceId, key } = await plugIn(this.devices, policyId, consentId);
    return new SendingDevice(this.#client.api, deviceId, key);
  }

  trips(deviceId: string, consentId: string, query = '?limit=100'): Promise<Reply> {
    const path = `/devices/${deviceId}/trips${query}`;
    return this.#client.call('listTrips', 'GET', path, { headers: under(consentId) });
  }

  trip(tripId: string, consentId: string): Promise<Reply> {
    return this.#client.call('getTrip', 'GET', `/trips/${tripId}`, { headers: under(consentId) });
  }

  score(policyId: string, headers: Headers = {}): Promise<Reply> {
    return this.#client.call('getDrivingScore', 'GET', `/policies/${policyId}/driving-score`, { headers });
  }
}

/** What a customer does about trips. */
export class MyTrips {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  list(query = '?limit=100'): Promise<Reply> {
    return this.#client.call('listMyTrips', 'GET', `/me/trips${query}`);
  }

  dispute(tripId: string, reason = 'passenger', headers: Headers = {}): Promise<Reply> {
    const body = { reason };
    return this.#client.call('disputeTrip', 'POST', `/me/trips/${tripId}/dispute`, { body, headers });
  }
}
