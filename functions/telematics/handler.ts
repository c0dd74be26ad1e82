import { masks } from '../../openapi/generated/masks/telematics.ts';
import { operations } from '../../openapi/generated/operations/telematics.ts';
import { validators } from '../../openapi/generated/validators/telematics.js';
import { serve } from '../middleware/pipeline.ts';
import { disputeTrip, replayDispute } from './reading/dispute-trip.ts';
import { getDrivingScore } from './reading/get-driving-score.ts';
import { getTrip } from './reading/get-trip.ts';
import { listMyTrips } from './reading/list-my-trips.ts';
import { listTrips } from './reading/list-trips.ts';

/** The telematics room: every operation that the contract gives it, and nothing else. */
export const handler = serve(
  {
    listTrips: { handle: listTrips },
    getTrip: { handle: getTrip },
    listMyTrips: { handle: listMyTrips },
    disputeTrip: { handle: disputeTrip, replay: replayDispute },
    getDrivingScore: { handle: getDrivingScore },
  },
  { operations, validators, masks },
);
