import type { Measured } from '../../infra/local/demo/drive.ts';
import { alteredAssembly } from './altered-assembly.ts';
import { Client } from './client.ts';
import { type Cast, consentRequest, policyOfAnna, startCast } from './consents.ts';
import { collecting } from './devices.ts';
import { commute, onceCompleted, sendWhole, until } from './drives.ts';
import { Telematics, under } from './telematics.ts';

/** Enough for a score that counts: eleven commutes are three hundred kilometres. */
const COMMUTES = 11;

/** The commute on which somebody ran into the road, twice. */
const SCARED = 3;

/** The app with usage plans that let everybody ask often, and an end of a consent that comes to the purge at once. */
const assembly = () =>
  alteredAssembly(({ Type: type, Properties: properties = {} }, logicalId) => {
    if (type === 'AWS::SQS::Queue' && logicalId.includes('Ends')) properties.DelaySeconds = 0;
    if (type === 'AWS::ApiGateway::UsagePlan') properties.Throttle = { BurstLimit: 5_000, RateLimit: 5_000 };
    return true;
  });

/** A drive as a device measures it every four seconds: a commute is one batch then. */
export function sparsely(points: readonly Measured[]): Measured[] {
  return points.filter((_, second) => second % 4 === 0);
}

/** A policy of Anna's under which she has driven enough for her score to count. */
export interface DrivenPolicy {
  cast: Cast;
  policyId: string;
  /** The consent by which the broker collects, and one of the broker's to read the score. */
  collects: string;
  reads: string;
}

/** The API, with a policy of Anna's and a score of hers that counts. */
export async function startDriven(): Promise<DrivenPolicy> {
  const cdkOut = assembly();
  const parked = await startCast({ cdkOut });
  const policyId = await policyOfAnna(parked.policies);
  const collects = await collecting(parked, policyId);
  const device = await new Telematics(await Client.of(parked.api, 'broker')).device(policyId, collects);
  for (let daysAgo = COMMUTES + 1; daysAgo > 1; daysAgo--)
    await sendWhole(device, sparsely(commute(daysAgo, daysAgo === SCARED ? 2 : 0)));
  const cast = await onceCompleted(parked, COMMUTES, cdkOut);
  const reads = await scoreConsent(cast, policyId);
  const broker = new Telematics(await Client.of(cast.api, 'broker'));
  await until(async () => (await broker.score(policyId, under(reads))).body.tripCount === COMMUTES);
  return { cast, policyId, collects, reads };
}

/** A consent of Anna's by which the broker may price by her score on policies. */
export async function scoreConsent({ broker, anna }: Cast, ...policyIds: string[]): Promise<string> {
  const objects = policyIds.map((policyId) => ({ policyId }));
  const consentId = await broker.ask(consentRequest({ permissions: ['TELEMATICS_SCORE_READ'], objects }));
  await anna.authorise(consentId);
  return consentId;
}
