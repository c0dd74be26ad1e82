import type { Context, ScheduledEvent } from 'aws-lambda';
import type { Origin } from './ledger.ts';

/** One run of a job: nobody asked for it. */
export interface Run {
  /** Names the run in the audit trail, in place of a request. */
  runId: string;
  /** When it must have ended, in epoch milliseconds. */
  deadline: number;
}

/** The run that a schedule has begun, which keeps some time to end in. */
export function runOf({ id }: ScheduledEvent, context: Context, marginMs: number): Run {
  return { runId: id, deadline: Date.now() + context.getRemainingTimeInMillis() - marginMs };
}

/** The audit trail's half of a change that a job makes on behalf of a partner. */
export function originOfRun(
  { runId }: Run,
  job: Pick<Origin, 'partnerId' | 'actor' | 'operationId'>,
): Origin {
  return { ...job, requestId: runId, interactionId: runId };
}
