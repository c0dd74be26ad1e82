/**
 * `npm run publish-contract`: puts what the contract promises by now in place of what was published before, and prints
 * what is new. A promise is broken only by a new major version of the contract; otherwise nothing is written.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { printClause } from './clause.ts';
import { clausesOf } from './clauses.ts';
import { compare } from './compare.ts';
import { isNewMajor, PUBLISHED, readCurrent, readPublished } from './published.ts';

const now = clausesOf(readCurrent());
const published = existsSync(PUBLISHED) ? readPublished() : [];
const changes = compare(published, now);
const broken = changes.filter(({ breaking }) => breaking);
for (const { breaking, what } of changes) console.log(`${breaking ? 'breaks' : 'adds'}: ${what}`);
if (broken.length > 0 && !isNewMajor(published, now)) {
  console.error(
    `Nothing is published: ${broken.length} promises are broken, which takes a new major version.`,
  );
  process.exitCode = 1;
} else {
  writeFileSync(PUBLISHED, now.map((clause) => `${printClause(clause)}\n`).join(''));
  console.log(`${now.length} promises are published.`);
}
