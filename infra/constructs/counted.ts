import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ApiFunction } from './api-function.ts';

/** A count, by the minute, that a function writes to its log in CloudWatch's embedded format. */
export const counted = (metricName: string, { lambda }: ApiFunction): Metric =>
  new Metric({
    namespace: 'PartnerApi',
    metricName,
    dimensionsMap: { FunctionName: lambda.functionName },
    statistic: 'sum',
    period: Duration.minutes(1),
    label: metricName,
  });
