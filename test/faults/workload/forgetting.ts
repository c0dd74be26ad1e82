import { daysAhead } from '../../support/days.ts';
import { fresh } from '../../support/policies.ts';
import type { Draw } from './draw.ts';
import { insure } from './insuring.ts';
import type { Holder, Stage } from './stage.ts';

/** Somebody's policy is not taken up, and they are erased; or they are insured again meanwhile, and cannot be. */
export async function forget(stage: Stage, holder: Holder, draw: Draw): Promise<void> {
  const held = await insure(stage, holder, 0);
  if (!held) return;
  const { policyId, version } = held;
  const { body } = await stage.policies.get(policyId);
  await stage.policies.cancel(policyId, version, daysAhead(0), 'not-taken-up');
  const again = draw.percent(30) ? insure(stage, holder, 0) : undefined;
  const erased = await stage.customers.erase(body.customerId, {}, fresh());
  await again;
  if (erased.status === 202) await stage.customers.erasure(body.customerId, erased.body.erasureId);
}
