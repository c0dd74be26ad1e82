import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { castOf, consentRequest, policyOfAnna } from '../support/consents.ts';
import { collecting } from '../support/devices.ts';
import type { SendingDevice } from '../support/sending-device.ts';
import { authorised, Telematics } from '../support/telematics.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

/** An API with devices on one policy, and with a consent under which their trips may be read. */
export interface Fleet {
  api: RunningApi;
  cdkOut: string;
  devices: SendingDevice[];
  telematics: Telematics;
  readingConsentId: string;
}

/** Starts one of so many devices. */
export async function startFleet(size: number, env: Record<string, string> = {}): Promise<Fleet> {
  const cdkOut = unthrottledAssembly();
  const api = await startApi({ cdkOut, env });
  const cast = await castOf(api);
  const policyId = await policyOfAnna(cast.policies);
  const consentId = await collecting(cast, policyId);
  const reading = { permissions: ['TELEMATICS_TRIPS_READ'], objects: [{ policyId }] };
  const readingConsentId = await authorised(cast.broker, cast.anna, consentRequest(reading));
  const telematics = new Telematics(await Client.of(api, 'broker'));
  const devices: SendingDevice[] = [];
  for (let count = 0; count < size; count++) devices.push(await telematics.device(policyId, consentId));
  return { api, cdkOut, devices, telematics, readingConsentId };
}
