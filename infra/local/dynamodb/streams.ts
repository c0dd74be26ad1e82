import { accessDenied, type Call, failure, type Service } from '../aws/endpoint.ts';
import type { Iam } from '../iam/iam.ts';
import type { Forward } from './forward.ts';
import type { Tables } from './tables.ts';

interface Input {
  StreamArn?: string;
  ShardIterator?: string;
}

interface Output {
  ShardIterator?: string;
  NextShardIterator?: string;
  Records?: { awsRegion: string }[];
}

const ON_STREAM = new Set(['DescribeStream', 'GetShardIterator', 'GetRecords']);

/** DynamoDB Streams for functions: rights are asked of the stream, which goes by the template's ARN. */
export function dynamoDbStreamsService(parts: { iam: Iam; tables: Tables; forward: Forward }): Service {
  const { iam, tables, forward } = parts;
  return async (call: Call) => {
    const input: Input = JSON.parse(call.body.toString());
    const [streamArn, iterator] = input.ShardIterator
      ? opened(input.ShardIterator)
      : [input.StreamArn ?? '*'];
    const action = `dynamodb:${call.action}`;
    if (!ON_STREAM.has(call.action) || !iam.isAllowed(call.accessKeyId, action, streamArn)) {
      return accessDenied(iam, call, action, streamArn);
    }
    const serverArn = tables.findStream(streamArn);
    if (!serverArn) return failure(400, 'ResourceNotFoundException', `There is no stream ${streamArn}`);
    const asked =
      iterator === undefined ? { ...input, StreamArn: serverArn } : { ...input, ShardIterator: iterator };
    const { status, body } = await forward(call.target, JSON.stringify(asked));
    if (status !== 200) return { status, body };
    const output: Output = JSON.parse(body.toString().replaceAll(serverArn, streamArn));
    return { status, body: JSON.stringify(inTermsOf(streamArn, output)) };
  };
}

/** Iterators name their stream, as AWS's do: that is what a right to read on is asked of. */
function sealed(streamArn: string, iterator: string): string {
  return `${streamArn}|1|${iterator}`;
}

function opened(iterator: string): [streamArn: string, iterator: string] {
  const [streamArn = '', , rest = ''] = iterator.split('|');
  return [streamArn, rest];
}

function inTermsOf(streamArn: string, output: Output): Output {
  const { ShardIterator: iterator, NextShardIterator: next, Records: records } = output;
  const awsRegion = streamArn.split(':')[3] ?? '';
  return {
    ...output,
    ...(iterator !== undefined && { ShardIterator: sealed(streamArn, iterator) }),
    ...(next !== undefined && { NextShardIterator: sealed(streamArn, next) }),
    ...(records !== undefined && { Records: records.map((record) => ({ ...record, awsRegion })) }),
  };
}
