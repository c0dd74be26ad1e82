import type { Tried } from '../support/evidence.ts';
import type { Finding, Tests } from './finding.ts';

/** A chapter with what became of its claims, and how long that took. */
export interface ProvenChapter {
  name: string;
  findings: readonly Finding[];
  seconds: number;
}

/** Where and when it was run. */
export interface Circumstances {
  at: string;
  commit: string;
  machine: string;
  seconds: number;
}

const WIDTH = 118;
/** Of a claim the page shows so many kinds of what was tried, those that were tried most, and so many faults. */
const KINDS_SHOWN = 3;
const FAULTS_SHOWN = 5;

/** The page: what was tried, how often, what happened. */
export function pageOf(chapters: readonly ProvenChapter[], about: Circumstances): string {
  const findings = chapters.flatMap((chapter) => chapter.findings);
  const open = findings.filter(({ held }) => !held).length;
  return [
    'What the open-insurance partner API claims, and what came of trying it',
    `${about.at}, commit ${about.commit}, ${about.machine}, ${lasted(about.seconds)}`,
    ...chapters.flatMap(linesOfChapter),
    '',
    open === 0
      ? `${findings.length} claims, all of them held.`
      : `${findings.length} claims, ${open} of them NOT held.`,
  ].join('\n');
}

function linesOfChapter({ name, findings, seconds }: ProvenChapter): string[] {
  const heading = `${name.toUpperCase()} `;
  const time = ` ${lasted(seconds)}`;
  const rule = '─'.repeat(WIDTH - heading.length - time.length);
  return ['', `${heading}${rule}${time}`, ...findings.flatMap(linesOfFinding)];
}

function linesOfFinding(finding: Finding): string[] {
  const { claim, held, tried, itemised, measured = itemised ? tried.map(inWords) : [], faults } = finding;
  const what = inShort(finding);
  return [
    ...wrapped(` ${held ? '✓' : '✗'} ${claim}${what === '' ? '' : `: ${what}`}`),
    ...measured.flatMap((line) => wrapped(`     ${line}`)),
    ...faults.slice(0, FAULTS_SHOWN).map((fault) => `   ! ${fault}`.slice(0, WIDTH)),
    ...(faults.length > FAULTS_SHOWN ? [`   ! and ${faults.length - FAULTS_SHOWN} more`] : []),
  ];
}

/** What was tried, or how many tests ran where they put nothing on record. */
function inShort({ tried, itemised, tests }: Finding): string {
  if (tried.length > 0 && !itemised) return triedInWords(tried);
  return tests ? testsIn(tests) : '';
}

function testsIn({ passed, failed, skipped }: Tests): string {
  const counts = [`${passed} tests`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`];
  return counts.filter(Boolean).join(', ');
}

function triedInWords(tried: readonly Tried[]): string {
  const most = tried.toSorted((a, b) => b.count - a.count).slice(0, KINDS_SHOWN);
  const more = tried.length > most.length ? [`and ${tried.length - most.length} kinds more`] : [];
  return [...most.map(inWords), ...more].join('; ');
}

/** `12,345 requests (401: 12,000, 403: 345)`. */
function inWords({ what, count, figures = {} }: Tried): string {
  const more = Object.entries(figures).map(([name, figure]) => `${name}: ${figure.toLocaleString('en')}`);
  return `${count.toLocaleString('en')} ${what}${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
}

/** Breaks a line between words; what follows is set in further than where it begins. */
function wrapped(line: string): string[] {
  const indent = ' '.repeat(line.length - line.trimStart().length + 4);
  const lines: string[] = [];
  let rest = line;
  while (rest.length > WIDTH) {
    const space = rest.lastIndexOf(' ', WIDTH);
    const cut = space > indent.length ? space : WIDTH;
    lines.push(rest.slice(0, cut));
    rest = indent + rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}

function lasted(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
