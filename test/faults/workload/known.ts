import type { Reply } from '../../support/client.ts';
import type { Diary } from './diary.ts';

/** Something that has versions, as those know it who work on it. */
export interface Known {
  id: string;
  /** The newest version that was acknowledged to any of them. */
  version: number;
}

/** Keeps up with an answer. */
export function follow(known: Known, reply: Reply | undefined): void {
  if (reply && reply.status < 300 && reply.body.version > known.version) known.version = reply.body.version;
}

/** Reads something. What was acknowledged to anybody before is what everybody reads from then on. */
export async function readNewest(
  { id, version }: Known,
  diary: Diary,
  read: () => Promise<Reply>,
): Promise<Reply> {
  const reply = await read();
  if (reply.status !== 200 || reply.body.version < version)
    diary.seen.push(`${id} was read as ${reply.status} ${reply.body.version} after ${version}`);
  return reply;
}
