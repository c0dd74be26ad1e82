import { broken, type Finding } from '../finding.ts';
import { BackOffice } from './back-office.ts';
import { Clientele } from './clientele.ts';
import { HeapInspector, INSPECTED } from './heaps.ts';
import { startInsuredFleet } from './insured-fleet.ts';
import { findKnee, type Knee, type Offered } from './knee.ts';
import { KINDS, type Kind, MIX } from './mix.ts';
import type { Step } from './offering.ts';
import type { Quantiles } from './quantiles.ts';
import { type Soak, soak } from './soak.ts';

const SOAK_MINUTES = 10;

/** What is kept up for minutes, as a part of what the API can do at most. */
const SOAKING = 0.5;

/** Loads the API to its knee, then for ten minutes with half of that. */
export async function measureLoad(): Promise<Finding[]> {
  const fleet = await startInsuredFleet(INSPECTED);
  const { pid } = fleet.api;
  const clientele = await Clientele.of(fleet);
  const office = new BackOffice(fleet.api);
  const heaps = await HeapInspector.attach(fleet.api.output());
  const ask = (kind: Kind) => clientele.ask(kind);
  try {
    const knee = await findKnee(pid, ask);
    const soaked = await soak({ pid, heaps, ask }, Math.round(SOAKING * knee.rate), SOAK_MINUTES);
    await office.stop();
    return [kneeFinding(knee), soakFinding(soaked)];
  } catch (error) {
    return [broken('Load', String(error))];
  } finally {
    heaps.close();
    clientele.close();
    await fleet.api.stop();
  }
}

function kneeFinding(knee: Knee): Finding {
  const held = knee.steps.filter((step) => step.held);
  const last = held.at(-1);
  const mix = KINDS.map((kind) => `${kind} ${MIX[kind]}`).join(', ');
  const faults = held.flatMap(({ rate, errors }) =>
    errorsIn(errors).map((error) => `at ${rate}/s: ${error}`),
  );
  return {
    claim: `The curve bends at ${knee.rate} requests a second (of a hundred: ${mix})`,
    held: faults.length === 0,
    tried: [],
    measured: [
      ...knee.steps.filter((_, index) => index % 3 === 0 || index >= knee.steps.length - 3).map(stepInWords),
      ...(last
        ? [`at the knee, p50/p95/p99: ${KINDS.map((kind) => kindInWords(last, kind)).join(', ')}`]
        : []),
      `what gives first: ${knee.gaveFirst}`,
    ],
    faults,
    figures: knee,
  };
}

function soakFinding(soaked: Soak): Finding {
  const { rate, minutes, step, samples, growth } = soaked;
  const most = samples.reduce((one, other) => (other.runtime > one.runtime ? other : one));
  const faults = [
    ...growth.filter(({ flat }) => !flat).map(({ what }) => `${what} grows`),
    ...errorsIn(step.errors),
  ];
  return {
    claim: `Memory is flat over ${minutes} minutes at ${rate} requests a second`,
    held: faults.length === 0,
    tried: [],
    measured: [
      `served ${step.served.toFixed(0)}/s, p50/p95/p99 ${inWords(step.all)}`,
      growth.map(({ what, from, to }) => `${what} ${megabytes(from)} → ${megabytes(to)} MB`).join(', '),
      `at most ${megabytes(most.runtime)} MB resident, of which functions’ ${most.threads} threads have most`,
    ],
    faults,
    figures: soaked,
  };
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

function errorsIn(errors: Record<string, number>): string[] {
  return Object.entries(errors).map(([answer, count]) => `${answer}, ${count} times`);
}

function stepInWords({ rate, served, all, held, use }: Offered): string {
  const cores = `cores ${Math.round(100 * use.machine)} %`;
  return `${rate}/s offered, ${served.toFixed(0)} served, p50/p95/p99 ${inWords(all)}, ${cores}${held ? '' : ': no longer held'}`;
}

function kindInWords({ kinds }: Step, kind: Kind): string {
  return `${kind} ${inWords(kinds[kind])}`;
}

function inWords({ p50, p95, p99 }: Quantiles): string {
  return `${[p50, p95, p99].map((time) => time.toFixed(0)).join('/')} ms`;
}
