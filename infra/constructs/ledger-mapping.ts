import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { ApiFunction } from './api-function.ts';

export interface LedgerMappingProps {
  readonly ledger: Table;
  readonly reader: ApiFunction;
  /** Where it is said what the reader could not take within a day. */
  readonly givenUp: IQueue;
  /** Of which kind of id the entries are that the reader is for, e.g. `rel_`; all of them where none is said. */
  readonly idPrefix?: string;
}

/**
 * Calls a function with the ledger's entries from the first on, in the order of each aggregate. A batch that fails is
 * narrowed down to the entry that does. DynamoDB has room for two such readers.
 */
export class LedgerMapping extends EventSourceMapping {
  constructor(scope: Construct, id: string, { ledger, reader, givenUp, idPrefix }: LedgerMappingProps) {
    const stream = ledger.tableStreamArn;
    if (!stream) throw new Error('the ledger has no stream');
    super(scope, id, {
      target: reader.lambda,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      maxRecordAge: Duration.hours(24),
      onFailure: { bind: () => ({ destination: givenUp.queueArn }) },
      ...(idPrefix !== undefined && { filters: [newEntriesOf(idPrefix)] }),
    });
    reader.allow(['sqs:SendMessage'], givenUp.queueArn);
    const reading = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
    reader.allow(
      reading.map((action) => `dynamodb:${action}`),
      stream,
    );
    this.node.addDependency(reader.role);
  }
}

/** Nobody changes or removes an entry; that somebody did is for the relay to say. */
function newEntriesOf(idPrefix: string): Record<string, unknown> {
  return FilterCriteria.filter({
    eventName: FilterRule.isEqual('INSERT'),
    dynamodb: { Keys: { aggregateId: { S: FilterRule.beginsWith(idPrefix) } } },
  });
}
