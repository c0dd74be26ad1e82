import type { OperationId } from '../../../openapi/generated/operations.ts';
import type { Reply } from '../../support/client.ts';

/** One sending of a request, and what came of it. */
export interface Attempt {
  /** Undefined where the connection was lost. */
  status: number | undefined;
  /** By which the ledger knows this very attempt; told with a problem only. */
  requestId?: string;
  /** Its answer says that nothing was done. */
  saysNothing?: true;
}

/** Something that was asked for, however often it had to be sent. */
export interface Asked {
  operationId: OperationId;
  method: string;
  path: string;
  body?: unknown;
  headers: Readonly<Record<string, string>>;
  /** The same of all attempts: the ledger keeps it. */
  interactionId: string;
  attempts: Attempt[];
  /** Undefined where no attempt was answered by anything but "not now". */
  answer?: Reply;
  /** Asks for it once more. Throws where nobody answers. */
  again: () => Promise<Reply>;
}

/** A batch of a device, and whether it was told to be taken. */
export interface Posted {
  deviceId: string;
  /** Moments of its points, in epoch milliseconds. */
  moments: readonly number[];
  taken: boolean;
  /** Sends it once more. */
  again: () => Promise<void>;
}

/** All that clients asked for in a workload, and what they were told. */
export class Diary {
  readonly seed: number;
  readonly asked: Asked[] = [];
  readonly posted: Posted[] = [];
  /** What clients saw at once that must not be. */
  readonly seen: string[] = [];
  /** Names that no other workload has: an answer with one of them in it shows somebody in clear. */
  readonly names: string[] = [];

  constructor(seed: number) {
    this.seed = seed;
  }
}

/** Whether a request was told to be done. */
export function isDone({ answer }: Asked): boolean {
  return answer !== undefined && answer.status < 300;
}

/** Whether a request was refused, and nothing that was sent for it may have been done. */
export function isRefused({ answer, attempts }: Asked): boolean {
  return answer !== undefined && answer.status >= 400 && attempts.every(({ status }) => !isUnsure(status));
}

/** Whether a sending may or may not have been done, by its status: its sender asks again. */
export function isUnsure(status: number | undefined): boolean {
  return status === undefined || status === 429 || status >= 500;
}

/** Whether a sender asks again for another reason: to a function whose clock is behind, a token may be of tomorrow. */
export function isPassing(status: number | undefined): boolean {
  return isUnsure(status) || status === 401;
}

/** Whether a request is to change something. */
export function isChange({ method, operationId }: Pick<Asked, 'method' | 'operationId'>): boolean {
  return method !== 'GET' && operationId !== 'replayQuote' && operationId !== 'postTelemetry';
}
