import type { Target } from '../events/event-bus.ts';
import { faultySchedule } from '../faults/faulty-schedule.ts';
import { faultyTarget } from '../faults/faulty-target.ts';
import type { Catalogue, ResolvedResource, Runtime } from '../runtime.ts';
import { numberOr, onlyKeys, onlyProperties, physicalName, record, records, text } from './properties.ts';

const EVENTS = 'events.amazonaws.com';

/** EventBridge's own retry policy: 185 attempts within a day. */
const DEFAULT_RETRIES = 185;
const DEFAULT_AGE_SECONDS = 86_400;

/** What is executed of a rule and its targets; anything else stops the start. */
const RULE = [
  'Description',
  'EventBusName',
  'EventPattern',
  'Name',
  'ScheduleExpression',
  'State',
  'Targets',
];
const TARGET = ['Arn', 'DeadLetterConfig', 'Id', 'RetryPolicy'];

/** Buses, rules and schedules. */
export const eventsCatalogue: Catalogue = {
  'AWS::Events::EventBus': {
    treatment: 'executed',
    reason: 'Takes events durably, and delivers them by its rules.',
    provision(resource, { bus, region, account }) {
      onlyProperties(resource, ['Description', 'KmsKeyIdentifier', 'Name', 'Tags']);
      const name = text(resource.properties, 'Name');
      const arn = `arn:aws:events:${region}:${account}:event-bus/${name}`;
      bus.addBus(name, arn);
      return { ref: name, attributes: { Arn: arn, Name: name } };
    },
  },
  'AWS::Events::Rule': {
    treatment: 'executed',
    reason: 'Patterns, targets, retries and dead letters as described; schedules by rate.',
    provision(resource, runtime) {
      onlyProperties(resource, RULE);
      const { properties } = resource;
      if ((properties.State ?? 'ENABLED') !== 'ENABLED')
        throw new Error('only rules that are enabled are executed');
      const name = physicalName(resource, 'Name');
      const bus = properties.EventBusName === undefined ? undefined : String(properties.EventBusName);
      const path = bus === undefined || bus === 'default' ? name : `${bus}/${name}`;
      const arn = `arn:aws:events:${runtime.region}:${runtime.account}:rule/${path}`;
      const targets = targetsOf(resource, arn, runtime);
      refuseUnheard(properties.EventPattern ?? {});
      if (properties.EventPattern)
        runtime.bus.addRule(bus ?? 'default', properties.EventPattern, withFaults(targets, runtime), arn);
      if (typeof properties.ScheduleExpression === 'string') {
        const run = faultySchedule(runtime.faults, name, () => fire(targets, arn, runtime));
        runtime.schedules.add(properties.ScheduleExpression, run);
      }
      return { ref: name, attributes: { Arn: arn } };
    },
  },
  'AWS::Events::Archive': {
    treatment: 'executed',
    reason: 'What it asks for of the events that the bus keeps, to be replayed to rules by name.',
    provision(resource, { replays, region, account }) {
      const ofTheService = ['Description', 'KmsKeyIdentifier'];
      onlyProperties(resource, [
        ...ofTheService,
        'ArchiveName',
        'EventPattern',
        'RetentionDays',
        'SourceArn',
      ]);
      const { properties } = resource;
      const name = physicalName(resource, 'ArchiveName');
      const arn = `arn:aws:events:${region}:${account}:archive/${name}`;
      const busArn = text(properties, 'SourceArn');
      replays.addArchive({
        name,
        arn,
        busArn,
        busName: busArn.slice(busArn.indexOf('/') + 1),
        pattern: JSON.stringify(record(properties, 'EventPattern')),
        retentionDays: numberOr(properties, 'RetentionDays', 0),
      });
      return { ref: name, attributes: { Arn: arn, ArchiveName: name } };
    },
  },
};

/**
 * Throws when a rule waits for what no service tells here: of those of AWS, S3 alone is heard, of new objects. Another
 * bus than the default one hears none of them in AWS either.
 */
function refuseUnheard(pattern: unknown): void {
  const { source, 'detail-type': detailTypes } = pattern as Record<string, unknown>;
  const sources = [source].flat().filter((one) => typeof one === 'string' && one.startsWith('aws.'));
  if (sources.length === 0) return;
  const heard = sources.every((one) => one === 'aws.s3') && String(detailTypes) === 'Object Created';
  if (!heard) throw new Error(`no service tells here of ${detailTypes}, as ${sources.join(' or ')} would`);
}

/** The targets of a rule by names that stay the same from start to start. */
function targetsOf({ stack, logicalId, properties }: ResolvedResource, ruleArn: string, runtime: Runtime) {
  return new Map(
    records(properties, 'Targets').map((target) => [
      `${stack}/${logicalId}/${text(target, 'Id')}`,
      targetOf(target, ruleArn, runtime),
    ]),
  );
}

function withFaults(targets: ReadonlyMap<string, Target>, { faults }: Runtime): Map<string, Target> {
  return new Map([...targets].map(([name, target]) => [name, faultyTarget(faults, name, target)]));
}

function targetOf(
  target: Record<string, unknown>,
  ruleArn: string,
  { queues, lambda, iam }: Runtime,
): Target {
  onlyKeys('a target', target, TARGET);
  const arn = text(target, 'Arn');
  const deadLetters = record(target, 'DeadLetterConfig').Arn;
  const retry = record(target, 'RetryPolicy');
  return {
    maximumAttempts: numberOr(retry, 'MaximumRetryAttempts', DEFAULT_RETRIES),
    maximumAgeSeconds: numberOr(retry, 'MaximumEventAgeInSeconds', DEFAULT_AGE_SECONDS),
    bury:
      typeof deadLetters === 'string'
        ? (event) => {
            const whereTo = { RULE_ARN: ruleArn, TARGET_ARN: arn };
            queues.sendAsService(EVENTS, ruleArn, deadLetters, event, whereTo);
          }
        : undefined,
    deliver: arn.startsWith('arn:aws:sqs:')
      ? (event) => queues.sendAsService(EVENTS, ruleArn, arn, event)
      : async (event) => {
          if (!iam.isServiceAllowed(EVENTS, 'lambda:InvokeFunction', arn, { 'aws:SourceArn': ruleArn })) {
            throw new Error(`${EVENTS} may not invoke ${arn}`);
          }
          const outcome = await lambda.invoke(arn, event);
          if ('error' in outcome) throw new Error(outcome.error.errorType);
        },
  };
}

/** Runs a schedule's targets once. What fails is logged: its next run is near. */
async function fire(targets: ReadonlyMap<string, Target>, ruleArn: string, runtime: Runtime): Promise<void> {
  const event = {
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: runtime.account,
    time: new Date().toISOString(),
    region: runtime.region,
    resources: [ruleArn],
    detail: {},
  };
  await Promise.all([...targets.values()].map((target) => target.deliver(event)));
}
