import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { optionalVariable, variable } from '../platform/env.ts';
import { sha256 } from '../platform/hash.ts';
import { describeError, log } from '../platform/log.ts';
import { thumbprintOf } from '../platform/signer.ts';
import { answer, asksForSettings } from './answer.ts';
import { mediaTypeOf, type PageFile } from './page-file.ts';
import { settingsOf } from './settings.ts';

/** Where the page lies: beside this file in the source, beside the bundle in Lambda. */
const PAGE = join(import.meta.dirname, 'page');

/** So long the settings wait for the key service, in milliseconds: the page works without it. */
const PATIENCE_MS = 2_000;

const files = readFiles();

/**
 * The customer's dashboard: a static page that talks to the API as the customer who signs in. It needs no token and
 * no table; what is personal never passes here.
 */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const settings = settingsOf(event.stageVariables, {
    insurer: optionalVariable('INSURER_NAME'),
    checkpointKeyId: asksForSettings(event) ? await findCheckpointKeyId() : undefined,
  });
  const result = answer(event, files, settings);
  // The query is left out: it may carry a code.
  log.info('page', { requestId: event.requestContext.requestId, status: result.statusCode });
  return result;
}

/** By what customers know the insurer's signatures; undefined where the key service does not say so in time. */
async function findCheckpointKeyId(): Promise<string | undefined> {
  try {
    return await Promise.race([thumbprintOf(variable('CHECKPOINT_KEY')), tooLate()]);
  } catch (error) {
    log.error('the key of checkpoints cannot be said', { error: describeError(error) });
    return undefined;
  }
}

async function tooLate(): Promise<never> {
  await sleep(PATIENCE_MS, undefined, { ref: false });
  throw new Error('the key service did not answer in time');
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
