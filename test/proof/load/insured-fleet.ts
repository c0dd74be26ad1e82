import { alteredAssembly } from '../../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../../support/api.ts';
import { Client } from '../../support/client.ts';
import { castOf } from '../../support/consents.ts';
import { daysAhead } from '../../support/days.ts';
import { collecting } from '../../support/devices.ts';
import { Policies, valuedRequest } from '../../support/policies.ts';
import type { SendingDevice } from '../../support/sending-device.ts';
import { Telematics } from '../../support/telematics.ts';

/** When policies were issued, and when their cover began, in days from today. */
const ISSUED = -60;
const BEGUN = -55;

const POLICIES = 60;
const DEVICES = 24;

/** An API with what load is put on: policies that have been in force for weeks, and devices that send. */
export interface InsuredFleet {
  api: RunningApi;
  policyIds: string[];
  devices: SendingDevice[];
}

/** Starts it; all devices are of one policy. `env` is the runtime's. */
export async function startInsuredFleet(env: Record<string, string> = {}): Promise<InsuredFleet> {
  const cdkOut = loadedAssembly();
  const then = await startApi({ cdkOut, env: { NOW: daysAhead(ISSUED) } });
  const policies = new Policies(await Client.of(then, 'broker'));
  const policyIds: string[] = [];
  while (policyIds.length < POLICIES) {
    const { body } = await policies.bind(valuedRequest('10000.00', daysAhead(BEGUN)));
    policyIds.push(body.policyId);
  }
  await then.stop();
  const api = await startApi({ cdkOut, dataDir: then.dataDir, env });
  return { api, policyIds, devices: await plugIn(api, policyIds[0] ?? '') };
}

/** The app without throttles, whose operator may also read the insurer's feed. */
function loadedAssembly(): string {
  return alteredAssembly(({ Type: type, Properties: properties = {} }) => {
    if (type === 'AWS::ApiGateway::UsagePlan') properties.Throttle = { BurstLimit: 5_000, RateLimit: 5_000 };
    if (type === 'AWS::IAM::ManagedPolicy') {
      const { Statement: statements } = properties.PolicyDocument as { Statement: object[] };
      statements.push({
        Effect: 'Allow',
        Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
        Resource: '*',
      });
    }
    return true;
  });
}

async function plugIn(api: RunningApi, policyId: string): Promise<SendingDevice[]> {
  const consentId = await collecting(await castOf(api), policyId);
  const telematics = new Telematics(await Client.of(api, 'broker'));
  const devices: SendingDevice[] = [];
  while (devices.length < DEVICES) devices.push(await telematics.device(policyId, consentId));
  return devices;
}
