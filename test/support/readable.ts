import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A run of letters that could be something in base64. */
const BASE64 = /[A-Za-z0-9+/_-]{16,}/g;

/**
 * Which of some values anybody could read who has a data directory: in a file or in its name, whatever lies in it, as
 * they are or as they travel in JSON, addresses, base64 and hexadecimal.
 */
export function readableIn(dataDir: string, values: readonly string[]): string[] {
  const entries = readdirSync(dataDir, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map(({ parentPath, name }) => {
    const text = readFileSync(join(parentPath, name), 'latin1');
    return `${name}\n${text}\n${decoded(text)}`.toLowerCase();
  });
  return values.filter((value) => formsOf(value).some((form) => texts.some((text) => text.includes(form))));
}

/** All that a text holds in base64, which may begin at any of four letters. */
function decoded(text: string): string {
  return (text.match(BASE64) ?? [])
    .flatMap((run) => [0, 1, 2, 3].map((start) => Buffer.from(run.slice(start), 'base64').toString('latin1')))
    .join('\n');
}

/** A value in the forms that it may lie in, in small letters. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const escaped = JSON.stringify(value).slice(1, -1);
  const forms = [bytes.toString('latin1'), escaped, encodeURIComponent(value), bytes.toString('hex')];
  return forms.map((form) => form.toLowerCase());
}
