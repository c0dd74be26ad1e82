import type { Client, Reply } from './client.ts';
import { type Cast, consentRequest } from './consents.ts';
import { type DeviceKey, deviceToken, newDeviceKey } from './device-tokens.ts';
import { type Answered, send } from './request.ts';
import type { Claims } from './tokens.ts';

/** What a partner does with devices. */
export class Devices {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  register(
    body: unknown,
    consentId: string | undefined,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const named = consentId === undefined ? {} : { 'x-consent-id': consentId };
    return this.#client.call('registerDevice', 'POST', '/devices', {
      body,
      headers: { ...named, ...headers },
    });
  }

  get(deviceId: string): Promise<Reply> {
    return this.#client.call('getDevice', 'GET', `/devices/${deviceId}`);
  }

  remove(deviceId: string): Promise<Reply> {
    return this.#client.call('removeDevice', 'DELETE', `/devices/${deviceId}`);
  }
}

/** What is asked for to have driving on these policies measured. */
export function collectionRequest(...policyIds: string[]) {
  return consentRequest({
    permissions: ['TELEMATICS_COLLECT'],
    objects: policyIds.map((policyId) => ({ policyId })),
    purpose: 'A premium by how you drive.',
  });
}

/** A consent of Anna's to have driving on her policies measured by the broker. */
export async function collecting({ broker, anna }: Cast, ...policyIds: string[]): Promise<string> {
  const consentId = await broker.ask(collectionRequest(...policyIds));
  await anna.authorise(consentId);
  return consentId;
}

/** A registered device, with its key in the test's hand. */
export interface HeldDevice {
  deviceId: string;
  key: DeviceKey;
  policyId: string;
  consentId: string;
}

/** A plug on a policy of Anna's, registered under a consent. */
export async function plugIn(devices: Devices, policyId: string, consentId: string): Promise<HeldDevice> {
  const key = await newDeviceKey();
  const request = { policyId, kind: 'obd', publicKeyJwk: key.publicKeyJwk };
  const { status, body } = await devices.register(request, consentId);
  if (status !== 201) throw new Error(`not registered: ${JSON.stringify(body)}`);
  return { deviceId: body.deviceId, key, policyId, consentId };
}

/** A token that the device signs, but for what it says instead. */
export function tokenOf({ deviceId, key }: HeldDevice, claims?: Claims, header?: object): Promise<string> {
  return deviceToken(deviceId, key, claims, header);
}

/** Posts one point of this moment under a token. */
export function postPoint({ api }: Pick<Cast, 'api'>, token: string): Promise<Answered> {
  const points = [{ at: new Date().toISOString(), speedKmh: 43.2 }];
  const body = { sequence: 1, sentAt: new Date().toISOString(), points };
  return send(api, { method: 'POST', path: '/telemetry', token, body });
}
