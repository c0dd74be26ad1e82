import type { Received } from './answer-check.ts';

/** An answer of the API, held against the contract. */
export interface Judged {
  /** What was asked: an operation's id, `page`, or `nothing` where no operation is there. */
  asked: string;
  status: number;
  /** Everything in which it is not what the contract says, as one sentence; undefined where it is all right. */
  violation?: string;
}

/** Where a stage is served on this machine, and what of it is asked. */
const STAGE = /^http:\/\/(?:localhost|127\.0\.0\.1):\d+\/v1(\/.*)?$/;

/** What is served beside the operations: of a page the contract has the path alone. */
const PAGES = /^\/dashboard(\/|$)/;

/** Servers that are not the API, though their addresses look like it. */
const others = new Set<string>();

/** Answers from there are not held against the contract; `why` says of what they are. */
export function leaveUnvalidated(origin: string, why: string): void {
  if (why === '') throw new Error('An exception has a reason');
  others.add(origin);
}

/**
 * A `fetch` that holds every answer of the API against the contract: status, headers, media type and body. It rejects
 * where the answer is another, and says so to `judged` besides, since whoever asked may expect a failure. Whatever else
 * is fetched is left as it is.
 */
export function validatedFetch(plain: typeof fetch, judged: (answer: Judged) => void): typeof fetch {
  return async (input, init) => {
    const answer = await plain(input, init);
    const { origin, pathname } = new URL(input instanceof Request ? input.url : input);
    const [stage, path = '/'] = STAGE.exec(`${origin}${pathname}`) ?? [];
    if (stage === undefined || others.has(origin)) return answer;
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
    const judgement = await judge(await received(answer, method, path));
    judged(judgement);
    if (judgement.violation) throw new Error(judgement.violation);
    return answer;
  };
}

/** Reads an answer to its end, and leaves it to be read again. */
async function received(answer: Response, method: string, path: string): Promise<Received> {
  const { status, headers } = answer;
  const body = new Uint8Array(await answer.clone().arrayBuffer());
  return { method: method.toUpperCase(), path, status, headers: Object.fromEntries(headers), body };
}

/** Loads the contract's validators with the first answer that there is to judge: most test files get none. */
async function judge(answer: Received): Promise<Judged> {
  const { faultsOfAnswer, operationAt } = await import('./answer-check.ts');
  const { method, path, status } = answer;
  if (PAGES.test(path) && status < 400) return { asked: 'page', status };
  const asked = operationAt(method, path) ?? 'nothing';
  const faults = faultsOfAnswer(answer);
  if (faults.length === 0) return { asked, status };
  const violation = `${method} ${path} (${asked}) answered ${status} against the contract: ${faults.join('; ')}`;
  return { asked, status, violation };
}
