import type { PlatformTable } from './platform.ts';

/** The tables of devices and of what is driven with them. */
export const DRIVING_TABLES = {
  Devices: {
    variable: 'DEVICES_TABLE',
    keys: ['deviceId'],
    indexes: {
      policy: ['policyId', 'deviceId'],
      consent: ['consentId', 'deviceId'],
      customer: ['customerId', 'deviceId'],
      driver: ['pseudonym', 'deviceId'],
    },
  },
  Telemetry: { variable: 'TELEMETRY_TABLE', keys: ['pseudonym', 'batch'] },
  Cursors: { variable: 'CURSORS_TABLE', keys: ['pseudonym'], indexes: { due: ['dueKey', 'dueAt'] } },
  Trips: {
    variable: 'TRIPS_TABLE',
    keys: ['pseudonym', 'place'],
    indexes: { trip: ['tripId', 'pseudonym'] },
  },
  Scores: { variable: 'SCORES_TABLE', keys: ['scoreId'] },
  Ledger: { variable: 'LEDGER_TABLE', keys: ['aggregateId', 'version'] },
} as const satisfies Record<string, PlatformTable>;
