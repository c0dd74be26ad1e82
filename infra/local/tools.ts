import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerPlainly } from './gateway/plain-answer.ts';
import type { Runtime } from './runtime.ts';

/** Where the runtime answers questions about itself, beside the API. */
export const TOOLS_PATH = '/_local/';

type Answer = (query: URLSearchParams, runtime: Runtime) => unknown;

const answers: Record<string, Answer> = {
  health: () => ({ status: 'ok' }),
  events: (query, { bus }) => ({
    events: bus.list(query.get('since') ?? '', Number(query.get('limit') ?? 1000)),
  }),
  permissions: (_query, { iam }) => iam.grants(),
};

/** Serves `GET /_local/health`, `/_local/events?since=<id>&limit=` and `/_local/permissions`. */
export function serveTools(runtime: Runtime) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const name = url.pathname.slice(TOOLS_PATH.length);
    const answer = request.method === 'GET' && Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (!answer) {
      answerPlainly(response, 404, `There is ${Object.keys(answers).join(', ')}`);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer(url.searchParams, runtime)));
  };
}
