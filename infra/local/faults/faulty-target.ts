import type { Target } from '../events/event-bus.ts';
import { delay } from './delay.ts';
import type { Faults } from './faults.ts';

const LONGEST_BETWEEN_MS = 1_000;

/**
 * A target of a rule that EventBridge reaches late, so that events overtake each other, or twice, the second time a while
 * after the first: it promises at least one delivery, and no order. The copy is a bonus: it is lost with the process.
 */
export function faultyTarget(faults: Faults, name: string, target: Target): Target {
  const site = { caller: name, service: 'events', action: 'Deliver', resource: '' };
  return {
    ...target,
    deliver: async (event) => {
      const fault = faults.meet(site, ['delay', 'repeat']);
      if (fault?.kind === 'delay') await delay(fault);
      await target.deliver(event);
      if (fault?.kind === 'repeat')
        setTimeout(() => deliverAgain(target, event), fault.chance('again') * LONGEST_BETWEEN_MS).unref();
    },
  };
}

/** What was taken once need not be taken again. */
async function deliverAgain(target: Target, event: object): Promise<void> {
  try {
    await target.deliver(event);
  } catch (error) {
    console.error('event bus: an event was not taken twice:', error);
  }
}
