import type { components } from '../../../openapi/generated/types.ts';
import { validate } from '../../../openapi/generated/validators/telemetry-point.js';
import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import { currentRules } from '../catalogue.ts';
import type { Point } from '../points/point.ts';
import { checkPoint, type Fault, faultOfShape, type Rest, type SentPoint } from '../points/sent-point.ts';
import { inOrder } from '../points/stretch.ts';
import { admit } from './admission.ts';
import { takeIn } from './intake.ts';

type Receipt = components['schemas']['TelemetryReceipt'];

/**
 * Takes in what a device measured. Times are taken as the device gives them: by when a batch was sent it cannot be told a
 * wrong clock from a batch that waited, and to move only some of a trip's points would tear it.
 */
export async function postTelemetry(call: CallOf<'postTelemetry'>): Promise<Answer<Receipt>> {
  const { cursor, rests } = await admit(call);
  const { points, rejected } = sift(call.body.points, rests);
  const accepted = await takeIn(cursor, inOrder(points), call);
  return { body: { accepted, duplicates: points.length - accepted, rejected } };
}

/** Points that can be taken, as they are kept, and what is said of those that cannot. */
interface Sifted {
  points: Point[];
  rejected: Receipt['rejected'];
}

/** Parts the points that can be taken, as they are kept, from those that cannot. */
function sift(sent: readonly unknown[], rests: readonly Rest[]): Sifted {
  const bounds = { admission: currentRules().rules.admission, now: Date.now(), rests };
  const points: Point[] = [];
  const rejected: Receipt['rejected'] = [];
  for (const [index, each] of sent.entries()) {
    const checked = validate(each)
      ? checkPoint(each as SentPoint, bounds)
      : faultOfShape(validate.errors ?? []);
    if (typeof checked === 'object') points.push(checked);
    else rejected.push({ index, reason: checked satisfies Fault });
  }
  return { points, rejected };
}
