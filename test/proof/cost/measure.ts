import { CDK_OUT } from '../../support/api.ts';
import { Claims } from '../../support/claims.ts';
import { Client } from '../../support/client.ts';
import { daysAhead } from '../../support/days.ts';
import { Policies, valuedRequest } from '../../support/policies.ts';
import { quoteRequest } from '../../support/risks.ts';
import type { Finding } from '../finding.ts';
import { CONSUMED, type Consumption } from './consumption.ts';
import { measureDrivingDay } from './driving.ts';
import { measureAct } from './measuring.ts';
import { MeteredApi } from './metered-api.ts';
import { measureJobs } from './mornings.ts';
import { ACTS, type ActName, buyer, type Market } from './operations.ts';
import { costOf, pricesOf, priceTable, standingCost } from './prices.ts';
import { type Measured, SCENARIOS } from './scenarios.ts';

/** When policies were issued, and when their cover began, in days from today. */
const ISSUED = -60;
const BEGUN = -55;
const INSURED = 12;

/** Measures what everything consumes, and prices it. */
export async function measureCost(): Promise<Finding[]> {
  const measured = await measureAll();
  const names = Object.keys(measured) as (keyof Measured)[];
  return [
    {
      claim: `By list prices of ${priceTable.region}, ${priceTable.date}`,
      held: true,
      tried: [],
      measured: [
        ...Object.entries(SCENARIOS).map(([what, of]) => scenarioInWords(what, of(measured))),
        `what stands there: ${dollars(standingCost(CDK_OUT))} a month`,
        ...names.map((name) => actInWords(name, measured[name])),
      ],
      faults: [],
      figures: {
        prices: priceTable,
        consumed: measured,
        costs: Object.fromEntries(names.map((name) => [name, pricesOf(measured[name])])),
        scenarios: Object.fromEntries(
          Object.entries(SCENARIOS).map(([what, of]) => [what, pricesOf(of(measured))]),
        ),
      },
    },
  ];
}

async function measureAll(): Promise<Measured> {
  const metered = await MeteredApi.prepare();
  try {
    const insured = await insure(metered);
    await metered.at();
    const market = await marketOf(metered, insured);
    const acts: [string, Consumption][] = [];
    for (const name of Object.keys(ACTS) as ActName[])
      acts.push([name, await measureAct(metered, market, ACTS[name])]);
    const jobs = await measureJobs(metered, new Date(`${daysAhead(BEGUN)}T00:00:00Z`));
    const measured = Object.fromEntries(acts) as Record<ActName, Consumption>;
    return { ...measured, ...jobs, drivingDay: await measureDrivingDay() };
  } finally {
    await metered.close();
  }
}

/** Policies of own damage to be read, changed and claimed on, and as many of liability to be renewed. */
async function insure(metered: MeteredApi): Promise<string[]> {
  const policies = new Policies(await Client.of(await metered.at(daysAhead(ISSUED)), 'broker'));
  const startDate = daysAhead(BEGUN);
  const insured: string[] = [];
  while (insured.length < INSURED) {
    const policyholder = buyer(insured.length);
    const { body } = await policies.bind(valuedRequest('10000.00', startDate), { policyholder });
    insured.push(body.policyId);
    await policies.bind({ ...quoteRequest({ startDate }), coverages: ['TPL'] }, { policyholder });
  }
  return insured;
}

async function marketOf({ api }: MeteredApi, insured: readonly string[]): Promise<Market> {
  const broker = await Client.of(api, 'broker');
  const staff = new Claims(await Client.of(api, 'handler'));
  return { broker, policies: new Policies(broker), claims: new Claims(broker), staff, insured };
}

/** The price, and what most of it goes to. */
function scenarioInWords(what: string, consumed: Consumption): string {
  const prices = pricesOf(consumed);
  const total = costOf(consumed);
  const dearest = CONSUMED.toSorted((a, b) => prices[b] - prices[a]).slice(0, 5);
  const parts = dearest.map((each) => {
    const share = Math.round((100 * prices[each]) / total);
    return `${priceTable.prices[each].name} ${share}\u00a0%`;
  });
  return `${what}: ${dollars(total)} (${parts.join(', ')})`;
}

function actInWords(name: string, consumed: Consumption): string {
  const { writeUnits, readUnits, functionCalls, functionGbSeconds, events } = consumed;
  const figures = [
    `${writeUnits.toFixed(1)} write, ${readUnits.toFixed(1)} read units`,
    `${functionCalls.toFixed(1)} function calls, ${functionGbSeconds.toFixed(3)} GB-seconds`,
    `${events.toFixed(1)} events`,
  ];
  return `${name}: ${figures.join(', ')}: ${dollars(1_000_000 * costOf(consumed))} a million`;
}

/** To the cent, or to two figures where that is less. */
function dollars(usd: number): string {
  return `${usd < 1 ? usd.toPrecision(2) : usd.toFixed(2)} USD`;
}
