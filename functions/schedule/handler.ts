import { masks } from '../../openapi/generated/masks/schedule.ts';
import { validators } from '../../openapi/generated/validators/schedule.js';
import { serve } from '../middleware/pipeline.ts';
import { getSchedule } from './get-schedule.ts';

/** The schedule room: apart from the policies, so that what draws a document weighs on nothing else. */
export const handler = serve('schedule', { getSchedule: { handle: getSchedule } }, { validators, masks });
