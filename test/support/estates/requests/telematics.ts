import { generateKeyPairSync } from 'node:crypto';
import { writeCursor } from '../../../../functions/middleware/cursor.ts';
import type { OperationsOf } from '../../../../openapi/generated/operations.ts';
import type { Owned } from './owned-request.ts';

/** How each operation on devices and on what they measured is asked for; what a device posts names nothing. */
export const telematicsRequests: Record<OperationsOf<'devices' | 'telematics'>, Owned> = {
  registerDevice: {
    by: 'partner',
    request: ({ policy, collecting }) => ({
      under: collecting,
      body: { policyId: policy, kind: 'obd', publicKeyJwk: publicKey() },
    }),
  },
  getDevice: { by: 'partner', request: ({ device }) => ({ path: { deviceId: device } }) },
  removeDevice: { by: 'partner', request: ({ spare }) => ({ path: { deviceId: spare } }) },
  listTrips: {
    by: 'partner',
    request: ({ device, driving }) => ({ path: { deviceId: device }, under: driving }),
  },
  getTrip: { by: 'partner', request: ({ trip, driving }) => ({ path: { tripId: trip }, under: driving }) },
  getDrivingScore: {
    by: 'partner',
    request: ({ policy, driving }) => ({ path: { policyId: policy }, under: driving }),
  },
  listMyTrips: { by: 'customer', request: ({ trip }) => ({ query: { cursor: writeCursor(trip) } }) },
  disputeTrip: {
    by: 'customer',
    request: ({ trip }) => ({ path: { tripId: trip }, body: { reason: 'passenger' } }),
  },
};

function publicKey(): object {
  const { kty, crv, x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
    format: 'jwk',
  });
  return { kty, crv, x, y };
}
