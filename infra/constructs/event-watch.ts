import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { ApiFunction } from './api-function.ts';
import { counted } from './counted.ts';
import type { Signal, Watch } from './signal.ts';

const period = Duration.minutes(1);

/** The way of an event: is the ledger untouched, does the relay keep up, has anything been given up. */
export function watchEvents(relay: ApiFunction, deadLetters: readonly Queue[]): readonly Watch[] {
  const tampered = {
    id: 'LedgerTampered',
    metric: counted('LedgerTampered', relay),
    above: 0,
    periods: 1,
    action:
      'A ledger entry was changed or removed, which no role may: find who did in CloudTrail, and restore it.',
  };
  const rejected = {
    id: 'EventsRejected',
    metric: counted('EventsRejected', relay),
    above: 0,
    periods: 5,
    action:
      "The bus refuses events: read the relay's log for the reason; the ledger keeps them until they pass.",
  };
  const lag = {
    id: 'RelayLag',
    metric: relay.lambda.metric('IteratorAge', {
      statistic: 'max',
      period,
      label: 'Age of the oldest entry',
    }),
    above: Duration.minutes(5).toMilliseconds(),
    periods: 3,
    action:
      "Events reach the bus late: read the relay's errors; what is older than a day goes to its dead letters.",
  };
  const depths = deadLetters.map(
    (queue): Signal => ({
      id: `${queue.node.id}-depth`,
      metric: queue.metricApproximateNumberOfMessagesVisible({
        statistic: 'max',
        period,
        label: queue.node.id,
      }),
      above: 0,
      periods: 1,
      action: `Messages were given up into ${queue.node.id}: read one, mend its cause, and redrive them within 14 days.`,
    }),
  );
  return [
    { title: 'Events: tampered with, rejected', signals: [tampered, rejected] },
    { title: 'Events: relay lag in milliseconds', signals: [lag] },
    { title: 'Events: dead letters', signals: depths },
  ];
}
