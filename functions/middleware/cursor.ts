import { Problem } from '../platform/problem.ts';

/** The cursor that continues a list after a position, opaque to callers. */
export function writeCursor(position: string): string {
  return Buffer.from(position).toString('base64url');
}

/** The position in a cursor, which must have the form of this list's. */
export function readCursor(cursor: string | undefined, form: RegExp): string | undefined {
  if (cursor === undefined) return undefined;
  const position = Buffer.from(cursor, 'base64url').toString();
  if (form.test(position)) return position;
  const violation = { in: 'query', pointer: '/cursor', detail: 'is not a cursor of this list' } as const;
  throw new Problem('validation-failed', 'The request does not fit the contract.', [violation]);
}
