import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { RunbookSection } from './runbook.ts';

/** Something that calls for an operator. */
export interface Signal {
  /** Names the alarm; unique in the stack. */
  readonly id: string;
  readonly metric: IMetric;
  /** Above this the alarm is on. */
  readonly above: number;
  /** For how many of the metric's periods in a row. */
  readonly periods: number;
  /** What the operator shall do. */
  readonly action: string;
  /** Where that is said in full. */
  readonly runbook: RunbookSection;
}

/** Signals of one kind, which share a graph. */
export interface Watch {
  readonly title: string;
  readonly signals: readonly Signal[];
}
