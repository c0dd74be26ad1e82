import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { link, rename, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import FilesystemStore from '@20minutes/s3rver/lib/stores/filesystem.js';
import { bodyChecks } from './body-checks.ts';
import { refusal } from './refusal.ts';

/**
 * The files of s3rver, written as S3 writes: an object is there as a whole and as its request described it, or not at
 * all. A request that is cut off, or whose process is killed, leaves what was there before.
 */
export class ObjectStore extends FilesystemStore {
  readonly #unfinished: string;

  /** `unfinished` is for what is being written, on the same file system; what lies there is thrown away. */
  constructor(directory: string, unfinished: string) {
    super(directory);
    this.#unfinished = unfinished;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  }

  /** The body is that of the request itself. Throws S3's refusal, with nothing written, when it is not what it says. */
  override async putContent(file: string, request: IncomingMessage): Promise<[number, string]> {
    const draft = join(this.#unfinished, randomUUID());
    try {
      const written = await writeChecked(draft, request);
      if (request.headers['if-none-match'] === '*') await linkNew(draft, file);
      else await rename(draft, file);
      return written;
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** Folders stay: s3rver removes one that it found empty, with whatever was put there meanwhile. */
  override async deleteObject(bucket: string, key: string): Promise<void> {
    for (const resource of ['object', 'object.md5', 'metadata.json'])
      await rm(this.getResourcePath(bucket, key, resource), { force: true });
  }
}

async function writeChecked(draft: string, request: IncomingMessage): Promise<[number, string]> {
  const checks = bodyChecks(request.headers);
  const md5 = createHash('md5');
  let length = 0;
  const measured = async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      length += piece.length;
      md5.update(piece);
      for (const check of checks) check.update(piece);
      yield piece;
    }
  };
  await pipeline(request, measured, createWriteStream(draft, { mode: 0o600 }));
  for (const check of checks) {
    const refused = check.verdict();
    if (refused) throw refused;
  }
  return [length, md5.digest('hex')];
}

/** Gives a file its place unless there is one already, of two at the same time to one. */
async function linkNew(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const message = 'At least one of the pre-conditions you specified did not hold';
    throw refusal(412, 'PreconditionFailed', message);
  }
}
