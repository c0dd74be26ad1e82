import type { Due } from '../events/schedules.ts';
import type { Faults } from './faults.ts';

/** A schedule with a run left out now and then, or done twice: at once, as when a run takes longer than its interval. */
export function faultySchedule(faults: Faults, name: string, due: Due): Due {
  const site = { caller: name, service: 'schedules', action: 'Run', resource: '' };
  return async () => {
    const fault = faults.meet(site, ['skip', 'repeat']);
    if (fault?.kind === 'skip') return;
    await Promise.all(fault?.kind === 'repeat' ? [due(), due()] : [due()]);
  };
}
