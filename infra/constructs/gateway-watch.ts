import { Duration } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import type { Firewall } from './firewall.ts';
import type { Signal, Watch } from './signal.ts';

const period = Duration.minutes(5);

/** Answers that are our fault, answers that are late, and requests that the firewall turned away. */
export function watchGateway(stage: Stage, firewall: Firewall): readonly Watch[] {
  const faults: Signal = {
    id: 'Gateway5xx',
    metric: stage.metricServerError({ statistic: 'sum', period, label: '5xx' }),
    above: 5,
    periods: 1,
    runbook: 'the-gateway-answers-5xx',
    action:
      "Look up the request ids of status 5xx in the access log, then their lines in the functions' logs.",
  };
  const latency: Signal = {
    id: 'GatewayLatency',
    metric: stage.metricLatency({ statistic: 'p95', period, label: 'p95 of latency' }),
    above: 1_000,
    periods: 2,
    runbook: 'the-gateway-is-slow',
    action: 'Partners are promised 1 s. See whether functions, throttles or the database take the time.',
  };
  const blocked: Signal = {
    id: 'FirewallBlocks',
    metric: firewall.metricBlocked({ statistic: 'sum', period, label: 'Blocked' }),
    above: 1_000,
    periods: 3,
    runbook: 'the-firewall-blocks-much',
    action: 'See which firewall rule blocks: an attack needs watching, a blocked partner needs an exception.',
  };
  return [
    { title: 'Gateway: 5xx', signals: [faults] },
    { title: 'Gateway: latency', signals: [latency] },
    { title: 'Firewall: blocked requests', signals: [blocked] },
  ];
}
