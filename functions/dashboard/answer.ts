import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { header } from '../middleware/header.ts';
import { problemDocument } from '../middleware/problem.ts';
import { SAFETY_HEADERS } from '../middleware/safety-headers.ts';
import { Problem } from '../platform/problem.ts';
import { browserRules } from './browser-rules.ts';
import type { PageFile } from './page-file.ts';
import type { Settings } from './settings.ts';

/** The page itself. Below the page's address it has no name, since what it names lies beside that address. */
const INDEX = 'index.html';
/** Made of the settings. */
const CONFIG = 'config.json';

/** Whether a request is for the settings. */
export function asksForSettings({ pathParameters }: APIGatewayProxyEvent): boolean {
  return pathParameters?.file === CONFIG;
}

/** Answers a request for the page, one of its files, or its settings; anything else with a problem document. */
export function answer(
  event: APIGatewayProxyEvent,
  files: ReadonlyMap<string, PageFile>,
  settings: Settings,
): APIGatewayProxyResult {
  if (asksForSettings(event)) return answerSettings(settings);
  const name = event.pathParameters?.file;
  const file = name === INDEX ? undefined : files.get(name ?? INDEX);
  if (!file) return answerNotFound(event.requestContext.requestId);
  const headers = {
    ...browserRules(settings),
    // The page's address may carry a code. Its files have fixed names, so a browser asks whether they changed.
    'Cache-Control': name === undefined ? 'no-store' : 'no-cache',
    ETag: file.etag,
  };
  if (name !== undefined && header(event, 'if-none-match') === file.etag) {
    return { statusCode: 304, headers, body: '' };
  }
  return { statusCode: 200, headers: { ...headers, 'Content-Type': file.contentType }, body: file.text };
}

function answerSettings(settings: Settings): APIGatewayProxyResult {
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json', ...SAFETY_HEADERS },
    body: JSON.stringify(settings),
  };
}

function answerNotFound(requestId: string): APIGatewayProxyResult {
  const problem = new Problem('not-found', 'The dashboard has no such file.');
  return {
    statusCode: problem.status,
    headers: { 'Content-Type': 'application/problem+json', ...SAFETY_HEADERS },
    body: JSON.stringify(problemDocument(problem, requestId)),
  };
}
