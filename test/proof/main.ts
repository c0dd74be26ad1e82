/**
 * `npm run prove`: tries everything that this software claims of itself, at its whole size, and prints one page of what
 * was tried, how often, and what came of it; the page and all figures are in `.proof/` too. Names of chapters as
 * arguments choose among them. Ends with 1 when a claim was not held. Take it on a machine that does nothing else.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { type Chapter, chapters } from './chapters.ts';
import { broken, type Finding } from './finding.ts';
import { judge } from './judge.ts';
import { type Circumstances, type ProvenChapter, pageOf } from './page.ts';
import { runTests } from './run-tests.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROOF = join(ROOT, '.proof');

const begun = performance.now();
rmSync(PROOF, { recursive: true, force: true });
mkdirSync(PROOF);
const proven: ProvenChapter[] = [];
for (const chapter of chosen(process.argv.slice(2))) proven.push(await prove(chapter));
const about = circumstances();
const page = pageOf(proven, about);
writeFileSync(join(PROOF, 'page.txt'), `${page}\n`);
writeFileSync(join(PROOF, 'proof.json'), `${JSON.stringify({ ...about, chapters: proven }, null, 2)}\n`);
console.log(page);
process.exit(proven.every(({ findings }) => findings.every(({ held }) => held)) ? 0 : 1);

/** The chapters of these names, in any case; all of them where none is named. Ends the process at a wrong name. */
function chosen(names: readonly string[]): readonly Chapter[] {
  const isNamed = ({ name }: Chapter, wanted: string) => name.toLowerCase() === wanted.toLowerCase();
  const wrong = names.filter((name) => !chapters.some((chapter) => isNamed(chapter, name)));
  if (wrong.length > 0) {
    console.error(`There is no ${wrong.join(', ')}, but ${chapters.map(({ name }) => name).join(', ')}`);
    process.exit(2);
  }
  return names.length === 0
    ? chapters
    : chapters.filter((chapter) => names.some((name) => isNamed(chapter, name)));
}

async function prove(chapter: Chapter): Promise<ProvenChapter> {
  const { name, measure } = chapter;
  console.error(`\n${name}`);
  const from = performance.now();
  const findings = [...(await test(chapter)), ...(await measured(name, measure))];
  for (const { claim, held } of findings) console.error(`${held ? '✓' : '✗'} ${claim}`);
  return { name, findings, seconds: (performance.now() - from) / 1000 };
}

async function test({ name, tested }: Chapter): Promise<Finding[]> {
  if (tested.length === 0) return [];
  const report = join(PROOF, `${name.toLowerCase().replaceAll(' ', '-')}.json`);
  const ran = await runTests(
    tested.flatMap(({ files }) => files),
    report,
  );
  return tested.map((claim) => judge(claim, ran));
}

/** A measurement that breaks off is a claim that was not held. */
async function measured(name: string, measure: Chapter['measure']): Promise<readonly Finding[]> {
  if (!measure) return [];
  return measure().catch((error: unknown) => [broken(name, String(error))]);
}

function circumstances(): Circumstances {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return {
    at: new Date().toISOString(),
    commit: commit(),
    machine: `${cpus().length} cores, ${gigabytes} GB, Node ${process.version.slice(1)}`,
    seconds: (performance.now() - begun) / 1000,
  };
}

/** The commit that is checked out, and whether anything differs from it. */
function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : ' with changes'}`;
  } catch {
    return 'unknown';
  }
}
