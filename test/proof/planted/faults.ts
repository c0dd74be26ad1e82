import type { Fault } from './fault.ts';
import { accessFaults } from './faults/access.ts';
import { eventFaults } from './faults/events.ts';
import { infrastructureFaults } from './faults/infrastructure.ts';
import { moneyFaults } from './faults/money.ts';
import { privacyFaults } from './faults/privacy.ts';
import { storageFaults } from './faults/storage.ts';

/** Every fault that is planted, each of which a check has to catch. */
export const faults: readonly Fault[] = [
  ...storageFaults,
  ...eventFaults,
  ...accessFaults,
  ...privacyFaults,
  ...moneyFaults,
  ...infrastructureFaults,
];
