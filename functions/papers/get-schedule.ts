import { masks } from '../../openapi/generated/masks/policies.ts';
import type { DocumentAnswer } from '../middleware/call.ts';
import { clearanceOf } from '../middleware/clearance.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { addDays, dayIn, type PlainDate } from '../platform/calendar.ts';
import { now } from '../platform/clock.ts';
import { variable } from '../platform/env.ts';
import { groundOf, visiblePolicy, withoutOthers } from '../policies/access.ts';
import { dayOf } from '../policies/moment.ts';
import { readPersonal } from '../policies/personal.ts';
import type { Policy } from '../policies/policy.ts';
import type { Segment } from '../policies/stack/timeline.ts';
import { findSegment } from '../policies/store.ts';
import { viewPolicy } from '../policies/view.ts';
import { productOf } from '../quotes/catalogue.ts';
import { renderPaper } from './drawing/document.ts';
import { onOnePage } from './drawing/one-page.ts';
import { scheduleOf } from './schedule/schedule.ts';

/** The document of a policy as it is in force on a day, for whoever may read the policy, as masked as that would be. */
export async function getSchedule(
  call: CallOf<'getSchedule'> | CallOf<'getMySchedule'>,
): Promise<DocumentAnswer> {
  const { path, query } = call;
  const policy = await visiblePolicy(path.policyId, call);
  const product = productOf(policy);
  const today = dayIn(product.timeZone, now());
  const date = query.effectiveAt === undefined ? today : dayOf(query.effectiveAt, product.timeZone);
  const segment = await findSegment(policy.policyId, date);
  const { personal, restricted } = await readPersonal(policy, segment);
  const ground = groundOf(call, policy, restricted);
  const whole = viewPolicy(policy, segment, personal, date);
  const view = ground.basis ? whole : withoutOthers(whole);
  const clearance = clearanceOf(call, ground);
  masks.getPolicy['200'](view, clearance);
  const schedule = scheduleOf(view, product, {
    insurer: variable('INSURER_NAME'),
    issuedOn: today,
    coverEnd: await coverEndOf(policy, segment),
    renewable: !policy.notRenewable,
  });
  const fileName = `policy-schedule-${policy.policyNumber}.pdf`;
  const bytes = await renderPaper(schedule, onOnePage);
  return {
    document: { contentType: 'application/pdf', fileName, bytes, released: clearance.released },
    ...ground,
  };
}

/** The first day without cover in the term of a segment: its end, or where it was cancelled for one, an earlier day. */
async function coverEndOf({ policyId, standing }: Policy, { term }: Segment): Promise<PlainDate> {
  if (standing === 'in-force') return term.end;
  const last = await findSegment(policyId, addDays(term.end, -1));
  return last.standing === 'in-force' ? term.end : last.from;
}
