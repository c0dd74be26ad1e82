import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerPlainly } from './gateway/plain-answer.ts';
import type { Runtime } from './runtime.ts';

/** Where the runtime answers questions about itself, beside the API. */
export const TOOLS_PATH = '/_local/';

type Answer = (query: URLSearchParams, runtime: Runtime) => unknown;

/** By method and name. */
const answers: Record<string, Answer> = {
  'GET health': () => ({ status: 'ok' }),
  'GET events': (query, { bus }) => ({
    events: bus.list(query.get('since') ?? '', Number(query.get('limit') ?? 1000)),
  }),
  'GET permissions': (_query, { iam }) => iam.grants(),
  'POST schedules': (_query, { schedules }) => schedules.runAll(),
};

/**
 * Serves `GET /_local/health`, `/_local/events?since=<id>&limit=` and `/_local/permissions`, and `POST
 * /_local/schedules`, which runs each schedule once, now, and answers when all have run.
 */
export function serveTools(runtime: Runtime) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const name = `${request.method} ${url.pathname.slice(TOOLS_PATH.length)}`;
    const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (!answer) {
      answerPlainly(response, 404, `There is ${Object.keys(answers).join(', ')}`);
      return;
    }
    const body = JSON.stringify(await answer(url.searchParams, runtime));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(body);
  };
}
