/**
 * `npm run bench`: what quotes, policies, consents and telemetry cost, and how many quotes and points there can be, in one
 * table, and as JSON in `.bench/figures.json`.
 * Ratios are of figures from the same run; take it on a machine that does nothing else.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureBundles } from './bundles.ts';
import { type ConsentCost, measureConsent } from './consents.ts';
import { measureFunction } from './functions.ts';
import { measurePolicyReads, type PolicyReads } from './policies.ts';
import { setStage } from './stage.ts';
import { measureTelemetry, type TelemetryFigures, telemetryRows } from './telemetry.ts';
import { type Comparison, compare, loadApi } from './throughput.ts';

const ROUNDS = 5;
const SECONDS = 6;
const MANY = 50_000;

const bundles = measureBundles();
const stage = await setStage();
const quotes = await measureQuotes().finally(() => stage.close());
const consents = await measureConsent();
const policies = await measurePolicyReads();
report({ bundles, ...quotes, consents, policies, telemetry: await measureTelemetry() });

async function measureQuotes() {
  const fresh = await compare(stage, ROUNDS, SECONDS);
  const cost = await measureFunction(stage);
  const filling = await loadApi(stage, { amount: MANY });
  const filled = await compare(stage, ROUNDS, SECONDS);
  return { fresh, cost, filling, filled };
}

interface Figures {
  bundles: ReturnType<typeof measureBundles>;
  cost: Awaited<ReturnType<typeof measureFunction>>;
  fresh: Comparison;
  filling: Comparison['api'];
  filled: Comparison;
  consents: ConsentCost;
  policies: PolicyReads;
  telemetry: TelemetryFigures;
}

type Row = [what: string, figure: string];

function report(figures: Figures): void {
  const { fresh, filled, filling, policies } = figures;
  const rows: Row[] = [
    ...functionRows(figures),
    ...rowsOf('', fresh),
    [`${MANY.toLocaleString('en')} quotes: errors`, `${filling.errors}`],
    ...rowsOf(`after ${MANY.toLocaleString('en')}: `, filled),
    [
      'getPolicy p50 among 1,000 and 100,000 policies',
      `${policies.few.toFixed(1)} and ${policies.many.toFixed(1)} ms: ${policies.ratio.toFixed(2)} times`,
    ],
    ...telemetryRows(figures.telemetry),
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  for (const [what, figure] of rows) console.log(`${what.padEnd(width)}  ${figure}`);
  const directory = join(import.meta.dirname, '../../.bench');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'figures.json'), `${JSON.stringify(figures, null, 2)}\n`);
}

/** What functions cost by themselves. */
function functionRows({ bundles, cost, consents }: Figures): Row[] {
  return [
    ...bundles.map(
      ({ name, bytes, importMs }): Row => [
        `${name}: bundle, cold import over bare Node`,
        `${(bytes / 1024).toFixed(0)} KB, ${importMs.toFixed(1)} ms`,
      ],
    ),
    ['createQuote: CPU in the function', `${cost.cpuUs.toFixed(0)} µs`],
    ['  of that outside the SDK', `${cost.outsideSdkUs.toFixed(0)} µs`],
    [
      'fresh worker to first quote, over an empty handler',
      `${(cost.firstAnswerMs - cost.emptyFirstAnswerMs).toFixed(0)} ms`,
    ],
    ['getPolicy: CPU of the consent, outside the SDK', `${consents.consentUs.toFixed(0)} µs`],
    ['  of the release', `${consents.releaseUs.toFixed(0)} µs`],
    ['  of masking', `${consents.maskUs.toFixed(1)} µs`],
  ];
}

function rowsOf(when: string, { api, bare, spared, ...shares }: Comparison): Row[] {
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  return [
    [`${when}quotes end to end, 16 connections`, `${api.perSecond.toFixed(0)}/s, ${api.errors} errors`],
    [`${when}latency p50 / p97.5 / p99`, `${api.p50} / ${api.p97} / ${api.p99} ms`],
    [
      `${when}bare server, same transaction`,
      `${bare.perSecond.toFixed(0)}/s: ${percent(shares.shareOfBare)}`,
    ],
    [
      `${when}the same, spared request tokens`,
      `${spared.perSecond.toFixed(0)}/s: ${percent(shares.shareOfSpared)}`,
    ],
  ];
}
