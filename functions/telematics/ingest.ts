import { masks } from '../../openapi/generated/masks/telemetry.ts';
import { operations } from '../../openapi/generated/operations/telemetry.ts';
import { validators } from '../../openapi/generated/validators/telemetry.js';
import { serve } from '../middleware/pipeline.ts';
import { postTelemetry } from './intake/post-telemetry.ts';

/** Takes in what devices send: apart from the rest of the room, since it is called a thousand times as often. */
export const handler = serve({ postTelemetry: { handle: postTelemetry } }, { operations, validators, masks });
