import { masks } from '../../openapi/generated/masks/schedule.ts';
import { operations } from '../../openapi/generated/operations/schedule.ts';
import { validators } from '../../openapi/generated/validators/schedule.js';
import { serve } from '../middleware/pipeline.ts';
import { getSchedule } from './get-schedule.ts';

/** The schedule room: apart from the policies, so that what draws a document weighs on nothing else. */
export const handler = serve(
  { getSchedule: { handle: getSchedule }, getMySchedule: { handle: getSchedule } },
  { operations, validators, masks },
);
