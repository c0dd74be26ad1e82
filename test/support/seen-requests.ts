import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RunningApi } from './api.ts';
import { send } from './request.ts';

/** The line that a function leaves in its log for each request that reaches it. */
export interface SeenRequest {
  message: 'request' | 'page';
  requestId: string;
  interactionId?: string;
  operationId?: string;
  status: number;
}

/**
 * Every request that reached a function, once all that was answered by now is written. Asks for a product itself to know
 * that, with this token, which is left out. Throws when that takes longer than five seconds.
 */
export async function seenRequests(api: RunningApi, token: string): Promise<SeenRequest[]> {
  const mark = randomUUID();
  const { status } = await send(api, {
    path: '/products/motor',
    token,
    headers: { 'x-fapi-interaction-id': mark },
  });
  if (status !== 200) throw new Error(`the mark was answered ${status}`);
  const written = () => requestLines(api.dataDir);
  await expect
    .poll(() => written().some(({ interactionId }) => interactionId === mark), { timeout: 5_000 })
    .toBe(true);
  marks.add(mark);
  return written().filter(({ interactionId = '' }) => !marks.has(interactionId));
}

const marks = new Set<string>();

/** The lines of all functions. Files are flushed together: where the last line is, those before it are. */
function requestLines(dataDir: string): SeenRequest[] {
  const directory = join(dataDir, 'logs');
  const files = readdirSync(directory).filter((name) => name.includes('Function'));
  return files.flatMap((name) =>
    readFileSync(join(directory, name), 'utf8')
      .split('\n')
      .filter((line) => /"message":"(request|page)"/.test(line))
      .map((line): SeenRequest => JSON.parse(line)),
  );
}
