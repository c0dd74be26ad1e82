import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerPlainly } from '../gateway/plain-answer.ts';
import { readBody } from '../gateway/request-body.ts';
import { readFaultPlan } from './fault-plan.ts';
import type { Faults } from './faults.ts';

/** Where faults are switched on and off. */
export const FAULTS_PATH = '/_local/faults';

/**
 * Serves `/_local/faults`: `PUT {"seed": 17, "rate"?: 0.1, "kinds"?: […]}` switches them on and counts anew, `DELETE`
 * heals, `GET` tells what was injected since the last `PUT`. `healed` is awaited when nothing goes wrong any more.
 */
export function serveFaults(faults: Faults, healed: () => Promise<void>) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'PUT') {
      const refusal = switchOn(faults, await readBody(request));
      if (refusal) {
        answerPlainly(response, 400, refusal);
        return;
      }
    } else if (request.method === 'DELETE') {
      faults.heal();
      await healed();
    } else if (request.method !== 'GET') {
      answerPlainly(response, 405, 'PUT, DELETE or GET');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(faults.report()));
  };
}

/** Why a plan cannot be followed; undefined when it is. */
function switchOn(faults: Faults, body: Buffer | undefined): string | undefined {
  try {
    faults.switchOn(readFaultPlan(JSON.parse(String(body))));
    return undefined;
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return error.message;
    throw error;
  }
}
