import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Signal, Watch } from './signal.ts';

const period = Duration.minutes(1);

/** What waits for a function. */
export interface Feeds {
  /** Files to be checked. */
  readonly uploads: Queue;
  /** Trips to be scored. */
  readonly trips: Queue;
  /** Ends of consents and of customers, after which driving is to be deleted. */
  readonly ends: Queue;
}

/** Queues whose function does not keep up, and those into which anything has been given up. */
export function watchQueues(
  { uploads, trips, ends }: Feeds,
  deadLetters: readonly Queue[],
): readonly Watch[] {
  const waits = [
    wait(
      'UploadsWait',
      uploads,
      'Uploaded documents wait to be checked: read the errors of document-check; what it fails at five times goes to its dead letters.',
    ),
    wait(
      'TripsWait',
      trips,
      'Trips wait to be scored: read the errors of scoring; what it fails at five times goes to its dead letters.',
    ),
    wait(
      'EndsWait',
      ends,
      'Driving data outlive their consent: read the errors of driving-purge; what it fails at five times goes to its dead letters.',
    ),
  ];
  return [
    { title: 'Queues: age of the oldest that waits, in seconds', signals: waits },
    { title: 'Events: dead letters', signals: deadLetters.map(depth) },
  ];
}

function wait(id: string, queue: Queue, action: string): Signal {
  const label = id.replace(/Wait$/, '');
  return {
    id,
    metric: queue.metricApproximateAgeOfOldestMessage({ statistic: 'max', period, label }),
    above: Duration.minutes(10).toSeconds(),
    periods: 3,
    runbook: 'a-queue-waits',
    action,
  };
}

function depth(queue: Queue): Signal {
  const { id } = queue.node;
  return {
    id: `${id}-depth`,
    metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: 'max', period, label: id }),
    above: 0,
    periods: 1,
    runbook: 'dead-letters',
    action: `Something was given up into ${id}: read a message and mend its cause. What holds an event is redriven within 14 days; what only names places in the ledger's stream is brought again from the ledger, which has every entry.`,
  };
}
