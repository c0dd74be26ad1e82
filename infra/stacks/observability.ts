import { type App, Aws, CfnOutput, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { watchEvents } from '../constructs/event-watch.ts';
import { watchFunctions } from '../constructs/function-watch.ts';
import { watchGateway } from '../constructs/gateway-watch.ts';
import { watchJobs } from '../constructs/job-watch.ts';
import { OperatorPolicy } from '../constructs/operator-policy.ts';
import { watchQueues } from '../constructs/queue-watch.ts';
import { adviceOf } from '../constructs/runbook.ts';
import type { Watch } from '../constructs/signal.ts';
import { watchTables } from '../constructs/table-watch.ts';
import type { ApiStack } from './api.ts';
import type { DataStack } from './data.ts';
import type { EventsStack } from './events.ts';
import type { Settings } from './settings.ts';

/** A dashboard to look at, an alarm for each thing on it that an operator has to act on, and the rights for that. */
export class ObservabilityStack extends Stack {
  constructor(app: App, { stage, retain }: Settings, data: DataStack, events: EventsStack, api: ApiStack) {
    super(app, `${stage}-observability`, {
      description: 'Partner API: dashboard and alarms',
      terminationProtection: retain,
    });
    const operators = this.topicForAlarms(data);
    this.show(stage, operators, [
      ...watchGateway(api.gateway.api.deploymentStage, api.firewall),
      ...watchFunctions([...api.functions, ...events.functions]),
      ...watchEvents(events),
      ...watchQueues(events.feeds, events.deadLetters),
      ...watchJobs(api.jobs),
      ...watchTables(Object.values(data.tables)),
    ]);
    new CfnOutput(this, 'Operators', { value: operators.topicArn });
    this.equipOperator(stage, data, events);
  }

  private equipOperator(stage: string, data: DataStack, events: EventsStack): void {
    const { archive, relay, releaseChain, deadLetters, feeds, insurerFeed } = events;
    const policy = new OperatorPolicy(this, 'Operator', {
      stage,
      tables: data.restorable,
      keys: [data.key, data.vaultKey],
      queues: [...Object.values(feeds), insurerFeed],
      deadLetters,
      archive,
      readers: [relay, releaseChain],
    });
    new CfnOutput(this, 'OperatorPolicy', { value: policy.managedPolicyArn });
  }

  /** Its policy has to let the alarms in by name: any policy of one's own takes the place of SNS's default. */
  private topicForAlarms({ key }: DataStack): Topic {
    const topic = new Topic(this, 'Alarms', { masterKey: key, enforceSSL: true });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    return topic;
  }

  /** Silence of a metric is no alarm: what nobody calls does not fail. */
  private show(stage: string, operators: Topic, watches: readonly Watch[]): void {
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: `${stage}-partner-api` });
    for (const { title, signals } of watches) {
      dashboard.addWidgets(new GraphWidget({ title, width: 12, left: signals.map(({ metric }) => metric) }));
      for (const { id, metric, above, periods, action, runbook } of signals) {
        const alarm = new Alarm(this, id, {
          metric,
          threshold: above,
          evaluationPeriods: periods,
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          treatMissingData: TreatMissingData.NOT_BREACHING,
          alarmDescription: adviceOf(action, runbook),
        });
        alarm.addAlarmAction(new SnsAction(operators));
      }
    }
  }
}
