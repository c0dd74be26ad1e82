import { masks } from '../../openapi/generated/masks/papers.ts';
import { operations } from '../../openapi/generated/operations/papers.ts';
import { validators } from '../../openapi/generated/validators/papers.js';
import { serve } from '../middleware/pipeline.ts';
import { getClaimsHistoryStatement } from './get-claims-history-statement.ts';
import { getSchedule } from './get-schedule.ts';

/** The papers room: apart from those whose papers they are, so that what draws a document weighs on nothing else. */
export const handler = serve(
  {
    getSchedule: { handle: getSchedule },
    getMySchedule: { handle: getSchedule },
    getMyClaimsHistoryStatement: { handle: getClaimsHistoryStatement },
  },
  { operations, validators, masks },
);
