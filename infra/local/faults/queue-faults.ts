import type { Message } from '../events/queues.ts';
import type { Faults, Site } from './faults.ts';

/** Messages as they were received, or in another order: a queue that is not FIFO keeps none. */
export function shuffled(faults: Faults, mapping: string, messages: Message[]): Message[] {
  const fault = messages.length > 1 ? faults.meet(siteOf(mapping, 'ReceiveMessage'), ['reorder']) : undefined;
  if (!fault) return messages;
  return messages
    .map((message, place) => ({ message, at: fault.chance(`place ${place}`) }))
    .sort((one, other) => one.at - other.at)
    .map(({ message }) => message);
}

/**
 * Whether messages that were taken are given out again, since a queue promises no more than that each comes at least once.
 * Only of those that came for the first time: another rule moves what came too often to the dead letters.
 */
export function receivedAgain(faults: Faults, mapping: string, messages: readonly Message[]): boolean {
  const first = messages.every(({ Attributes: { ApproximateReceiveCount: count } }) => count === '1');
  return first && faults.meet(siteOf(mapping, 'DeleteMessage'), ['repeat']) !== undefined;
}

function siteOf(mapping: string, action: string): Site {
  return { caller: mapping, service: 'sqs', action, resource: '' };
}
