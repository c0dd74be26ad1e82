import { type OperationId, operations } from '../../openapi/generated/operations.ts';
import { problems } from '../../openapi/generated/problems.ts';
import { validateHeaders, validateProblem, validateResponse } from '../../openapi/generated/responses.js';

/** What came back from the API, read to its end. Names of headers are in lower case. */
export interface Received {
  method: string;
  /** Below the stage, without the query. */
  path: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/** Every operation by its method and the number of its path's segments; what is said literally goes before a parameter. */
const routes = Object.values(operations)
  .map(({ operationId, method, path }) => ({ operationId, method, segments: path.split('/') }))
  .sort((one, other) => parameters(one.segments) - parameters(other.segments));

function parameters(segments: readonly string[]): number {
  return segments.filter((segment) => segment.startsWith('{')).length;
}

/** The operation that a request is for; undefined where it is for none. */
export function operationAt(method: string, path: string): OperationId | undefined {
  const asked = path.split('/');
  return routes.find(
    (route) =>
      route.method === method &&
      route.segments.length === asked.length &&
      route.segments.every((segment, at) =>
        segment.startsWith('{') ? asked[at] !== '' : segment === asked[at],
      ),
  )?.operationId;
}

/** Everything in which an answer is not what the contract says; of a request for no operation, it is a problem. */
export function faultsOfAnswer(received: Received): string[] {
  const { method, path, status, headers } = received;
  // An answer to HEAD has no body to be held against anything.
  if (method === 'HEAD') return [];
  const operation = operationAt(method, path);
  const body = bodyOf(received);
  const problem = status >= 400 ? faultsOfProblem(status, body) : [];
  if (!operation) return status >= 400 ? problem : [`no operation is there, and it answered ${status}`];
  return [
    ...validateResponse(operation, status, body),
    ...validateHeaders(operation, status, headers),
    ...problem,
  ];
}

/** What is wrong with a problem document: its shape, or that the list of problems says otherwise. */
function faultsOfProblem(status: number, body: unknown): string[] {
  const faults = validateProblem(body);
  if (faults.length > 0) return faults;
  const { type, title, status: said } = body as { type: string; title: string; status: number };
  const code = type.replace('urn:partner-api:problem:', '');
  const known = (problems as Record<string, { status: number; title: string }>)[code];
  if (!known) return [`no problem is called ${code}`];
  return [
    ...(said === status ? [] : [`a problem of ${said} came with ${status}`]),
    ...(known.status === status ? [] : [`${code} is a problem of ${known.status}, and came with ${status}`]),
    ...(known.title === title ? [] : [`${code} is not called ${title}`]),
  ];
}

/** A body as the contract describes it: bytes of a document, else what its JSON says; undefined where it says nothing. */
function bodyOf({ headers, body }: Received): unknown {
  if (headers['content-type'] === 'application/pdf') return body;
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
