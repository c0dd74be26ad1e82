import { masks } from '../../openapi/generated/masks/devices.ts';
import { operations } from '../../openapi/generated/operations/devices.ts';
import { validators } from '../../openapi/generated/validators/devices.js';
import { serve } from '../middleware/pipeline.ts';
import { getDevice } from './get-device.ts';
import { registerDevice, replayRegistration } from './register-device.ts';
import { removeDevice } from './remove-device.ts';

/** The devices room: every operation that the contract gives it, and nothing else. */
export const handler = serve(
  {
    registerDevice: { handle: registerDevice, replay: replayRegistration },
    getDevice: { handle: getDevice },
    removeDevice: { handle: removeDevice },
  },
  { operations, validators, masks },
);
