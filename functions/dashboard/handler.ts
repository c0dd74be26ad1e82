import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { optionalVariable } from '../platform/env.ts';
import { sha256 } from '../platform/hash.ts';
import { log } from '../platform/log.ts';
import { answer } from './answer.ts';
import { mediaTypeOf, type PageFile } from './page-file.ts';
import { settingsOf } from './settings.ts';

/** Where the page lies: beside this file in the source, beside the bundle in Lambda. */
const PAGE = join(import.meta.dirname, 'page');

const files = readFiles();

/**
 * The customer's dashboard: a static page that talks to the API as the customer who signs in. It needs no token and
 * no table; what is personal never passes here.
 */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const settings = settingsOf(event.stageVariables, optionalVariable('INSURER_NAME'));
  const result = answer(event, files, settings);
  // The query is left out: it may carry a code.
  log.info('page', { requestId: event.requestContext.requestId, status: result.statusCode });
  return result;
}

/** All files of the page, by name: so few that they are read at once, and what is none of them is never looked for. */
function readFiles(): ReadonlyMap<string, PageFile> {
  return new Map(readdirSync(PAGE).flatMap((name) => readFile(name) ?? []));
}

function readFile(name: string): [[string, PageFile]] | undefined {
  const contentType = mediaTypeOf(name);
  if (contentType === undefined) return undefined;
  const text = readFileSync(join(PAGE, name), 'utf8');
  return [[name, { contentType, text, etag: `"${sha256(text)}"` }]];
}
