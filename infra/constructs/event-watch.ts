import { Duration } from 'aws-cdk-lib';
import type { ApiFunction } from './api-function.ts';
import { counted } from './counted.ts';
import type { RunbookSection } from './runbook.ts';
import type { Signal, Watch } from './signal.ts';

const period = Duration.minutes(1);

/** What reads the ledger's stream. */
export interface Readers {
  readonly relay: ApiFunction;
  readonly releaseChain: ApiFunction;
}

/** The way of an event: is the ledger untouched, do its readers keep up, does the bus take what they bring. */
export function watchEvents({ relay, releaseChain }: Readers): readonly Watch[] {
  const lags = [
    lag(
      'RelayLag',
      relay,
      'events-are-late',
      "Events reach the bus late: read the relay's errors; what is older than a day goes to its dead letters.",
    ),
    lag(
      'ReleaseChainLag',
      releaseChain,
      'releases-are-late',
      'Customers see releases late: read the errors of release-chain; what is older than a day goes to its dead letters.',
    ),
  ];
  return [
    { title: 'Events: tampered with, rejected', signals: relayed(relay) },
    { title: 'Releases: tampered with, unsigned', signals: signed(releaseChain) },
    { title: 'Events: age of the oldest ledger entry not read, in milliseconds', signals: lags },
  ];
}

function relayed(relay: ApiFunction): Signal[] {
  const tampered: Signal = {
    id: 'LedgerTampered',
    metric: counted('LedgerTampered', relay),
    above: 0,
    periods: 1,
    runbook: 'the-ledger-was-altered',
    action:
      'A ledger entry was changed or removed, which no role may: find who did in CloudTrail, and restore it.',
  };
  const rejected: Signal = {
    id: 'EventsRejected',
    metric: counted('EventsRejected', relay),
    above: 0,
    periods: 5,
    runbook: 'the-bus-refuses-events',
    action:
      "The bus refuses events: read the relay's log for the reason; the ledger keeps them until they pass.",
  };
  return [tampered, rejected];
}

function signed(releaseChain: ApiFunction): Signal[] {
  const tampered: Signal = {
    id: 'ChainTampered',
    metric: counted('ChainTampered', releaseChain),
    above: 0,
    periods: 1,
    runbook: 'a-chain-of-releases-was-altered',
    action:
      'A chain of releases is not what was signed, and stays unsigned: its customer is in the log of release-chain; find who changed it in CloudTrail, and restore it.',
  };
  const unsigned: Signal = {
    id: 'CheckpointFailed',
    metric: counted('CheckpointFailed', releaseChain),
    above: 0,
    periods: 5,
    runbook: 'releases-are-unsigned',
    action:
      'Chains of releases go on unsigned: read the errors of release-chain; they are signed once the key can be used.',
  };
  return [tampered, unsigned];
}

function lag(id: string, { lambda, node }: ApiFunction, runbook: RunbookSection, action: string): Signal {
  return {
    id,
    metric: lambda.metric('IteratorAge', { statistic: 'max', period, label: node.id }),
    above: Duration.minutes(5).toMilliseconds(),
    periods: 3,
    runbook,
    action,
  };
}
