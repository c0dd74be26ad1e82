import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationId } from '../../../openapi/generated/operations.ts';
import type { RunningApi } from '../../support/api.ts';
import { Client, type Reply, type RequestOptions } from '../../support/client.ts';
import { type Asked, type Diary, isPassing } from './diary.ts';

/** So often something is sent until its sender gives up. */
const MOST_ATTEMPTS = 8;

const FIRST_PAUSE_MS = 20;

/**
 * A client as the contract wants one: what was not answered, or by "not now", it sends again as it was, under the same key
 * where it has one. All that it asked for is in its diary.
 */
export class PersistentClient extends Client {
  readonly #diary: Diary;

  constructor(api: RunningApi, token: string, diary: Diary) {
    super(api, token);
    this.#diary = diary;
  }

  /** Asks until it is told. Throws `NoAnswer` where that is in vain. */
  override async call(
    operationId: OperationId,
    method: string,
    path: string,
    { body, headers = {} }: RequestOptions = {},
  ): Promise<Reply> {
    const interactionId = randomUUID();
    const about = { operationId, method, path, body, headers, interactionId, attempts: [] };
    const asked: Asked = { ...about, again: () => this.#ask(asked) };
    this.#diary.asked.push(asked);
    asked.answer = await asked.again();
    return asked.answer;
  }

  async #ask(asked: Asked): Promise<Reply> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      if (attempt > 0) await sleep(FIRST_PAUSE_MS * 2 ** attempt);
      const reply = await this.#attempt(asked);
      if (reply) return reply;
    }
    throw new NoAnswer(asked.operationId);
  }

  /** Sends something once; undefined where that may have been in vain. */
  async #attempt({ operationId, method, path, attempts, interactionId, ...sent }: Asked) {
    const headers = { ...sent.headers, 'x-fapi-interaction-id': interactionId };
    const options = { headers, ...(sent.body !== undefined && { body: sent.body }) };
    const reply = await super.call(operationId, method, path, options).catch(ifLost);
    const requestId = /^urn:request:(.+)$/.exec(reply?.body?.instance)?.[1];
    attempts.push({
      status: reply?.status,
      ...(requestId !== undefined && { requestId }),
      ...(String(reply?.body?.detail).startsWith('Nothing was done') && { saysNothing: true }),
    });
    return reply === undefined || isPassing(reply.status) ? undefined : reply;
  }
}

/** Thrown where a client was not told what became of something, however often it asked. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(operationId: OperationId) {
    super(`nobody says what became of ${operationId}`);
  }
}

/** `fetch` throws a TypeError where a connection is lost; all else is a fault of what was answered. */
function ifLost(error: unknown): undefined {
  if (error instanceof TypeError) return undefined;
  throw error;
}
