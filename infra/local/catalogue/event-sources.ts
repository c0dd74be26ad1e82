import { compilePattern, type Matches } from '../events/event-pattern.ts';
import type { Catalogue, Physical, ResolvedResource, Runtime } from '../runtime.ts';
import { numberOr, onlyKeys, onlyProperties, record, records, text } from './properties.ts';

/** What is executed of a mapping; anything else stops the start. */
const OF_ANY = ['BatchSize', 'EventSourceArn', 'FunctionName', 'FunctionResponseTypes', 'Tags'];
const OF_STREAM = [
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'FilterCriteria',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'StartingPosition',
];
const OF_QUEUE = ['MaximumBatchingWindowInSeconds', 'ScalingConfig'];

/** Lambda begins with five batches of a queue at a time. */
const DEFAULT_CONCURRENCY = 5;

/** Event-source mappings. */
export const eventSourcesCatalogue: Catalogue = {
  'AWS::Lambda::EventSourceMapping': {
    treatment: 'executed',
    reason: 'Reads a stream in order, or a queue, by the right of the function’s role, at least once.',
    provision(resource, runtime) {
      return text(resource.properties, 'EventSourceArn').startsWith('arn:aws:sqs:')
        ? provisionQueue(resource, runtime)
        : provisionStream(resource, runtime);
    },
  },
};

function provisionStream(resource: ResolvedResource, { eventSources }: Runtime): Physical {
  onlyProperties(resource, [...OF_ANY, ...OF_STREAM]);
  const { properties } = resource;
  if (properties.StartingPosition !== 'TRIM_HORIZON') throw new Error('only TRIM_HORIZON is executed');
  const onFailure = record(record(properties, 'DestinationConfig'), 'OnFailure').Destination;
  eventSources.addStream({
    ...mappingOf(resource),
    streamArn: text(properties, 'EventSourceArn'),
    wanted: filterOf(properties),
    batchSize: numberOr(properties, 'BatchSize', 100),
    bisect: properties.BisectBatchOnFunctionError === true,
    maximumAgeSeconds: numberOr(properties, 'MaximumRecordAgeInSeconds', -1),
    maximumRetries: numberOr(properties, 'MaximumRetryAttempts', -1),
    onFailure: onFailure === undefined ? undefined : String(onFailure),
  });
  return made(resource);
}

function provisionQueue(resource: ResolvedResource, { eventSources }: Runtime): Physical {
  onlyProperties(resource, [...OF_ANY, ...OF_QUEUE]);
  const { properties } = resource;
  const scaling = record(properties, 'ScalingConfig');
  onlyKeys('the scaling of a mapping', scaling, ['MaximumConcurrency']);
  eventSources.addQueue({
    ...mappingOf(resource),
    queueArn: text(properties, 'EventSourceArn'),
    batchSize: numberOr(properties, 'BatchSize', 10),
    windowSeconds: numberOr(properties, 'MaximumBatchingWindowInSeconds', 0),
    concurrency: numberOr(scaling, 'MaximumConcurrency', DEFAULT_CONCURRENCY),
  });
  return made(resource);
}

function mappingOf({ stack, logicalId, properties }: ResolvedResource) {
  const responseTypes = (properties.FunctionResponseTypes ?? []) as string[];
  return {
    // Of this source: a table made anew counts its records from the beginning.
    name: `${stack}/${logicalId} ${text(properties, 'EventSourceArn')}`,
    functionArn: text(properties, 'FunctionName'),
    reportFailures: responseTypes.includes('ReportBatchItemFailures'),
  };
}

function made({ logicalId }: ResolvedResource): Physical {
  return { ref: logicalId, attributes: { Id: logicalId } };
}

/** Which records a mapping wants: those that match any of its filters; without filters, all. */
function filterOf(properties: Record<string, unknown>): Matches {
  const filters = records(record(properties, 'FilterCriteria'), 'Filters').map((filter) =>
    compilePattern(JSON.parse(text(filter, 'Pattern'))),
  );
  return (event) => filters.length === 0 || filters.some((matches) => matches(event));
}
