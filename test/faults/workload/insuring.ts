import type { Reply } from '../../support/client.ts';
import { daysAhead } from '../../support/days.ts';
import { fresh, issueRequest, match, RATED_VEHICLE, valuedRequest } from '../../support/policies.ts';
import { quoteRequest } from '../../support/risks.ts';
import type { Draw } from './draw.ts';
import { follow, type Known, readNewest } from './known.ts';
import type { Holder, Stage } from './stage.ts';

/** A policy as those know it who work on it. */
export interface Held extends Known {
  policyId: string;
}

const ADDRESSES = [
  { line1: 'Rue Neuve 5', city: 'Liège', postcode: '4000', country: 'BE' },
  { line1: 'Kerkstraat 9', city: 'Antwerpen', postcode: '2000', country: 'BE' },
];
/** None that would end cover from its beginning: there is more to be done under it. */
const REASONS = ['customer-request', 'insurer', 'non-payment', 'total-loss'];

/** A policy for somebody's own vehicle since so many days; undefined where none was issued. */
export async function insure(stage: Stage, holder: Holder, since: number): Promise<Held | undefined> {
  return issued(stage, holder, valuedRequest('10000.00', daysAhead(-since)));
}

/** A liability policy from a few days on, which an underwriter had to decide on first where the draw says so. */
export async function insureLiability(stage: Stage, holder: Holder, draw: Draw): Promise<Held | undefined> {
  const isReferred = draw.percent(40);
  const vehicle = isReferred ? { fuel: 'electric' } : {};
  return issued(stage, holder, quoteRequest({ startDate: daysAhead(draw.below(20)), vehicle }));
}

async function issued(stage: Stage, { policyholder }: Holder, request: object): Promise<Held | undefined> {
  const { broker } = stage.clients;
  const asked = await broker.createQuote(request, fresh());
  const quote = asked.body.status === 'referred' ? await decided(stage, asked) : asked;
  if (quote.status > 201) return undefined;
  const { status, body } = await stage.policies.issue(issueRequest(quote, { policyholder }));
  return status === 201 ? { id: body.policyId, policyId: body.policyId, version: body.version } : undefined;
}

function decided({ clients }: Stage, { body }: Reply): Promise<Reply> {
  const decision = { decision: 'accept', reason: 'A known garage.', terms: { rateAs: { fuel: 'gasoline' } } };
  return clients.handler.decideReferral(body.quoteId, decision, { ...match(body.version), ...fresh() });
}

/** Does so many things to a policy, one after the other, while others may do so too. */
export async function workOn(stage: Stage, held: Held, draw: Draw, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const act = draw.of(look, look, move, move, end, comeBack, renew, list);
    follow(held, await act(stage, held, draw));
  }
}

type Act = (stage: Stage, held: Held, draw: Draw) => Promise<Reply | undefined>;

const look: Act = ({ policies, diary }, held) => readNewest(held, diary, () => policies.get(held.policyId));

const move: Act = async ({ policies }, { policyId, version }, draw) => {
  const value = { amount: `${9_000 + draw.below(4_000)}.00`, currency: 'EUR' };
  const change = draw.of<object>({ address: draw.of(...ADDRESSES) }, { vehicle: { ...CAR, value } });
  const quoted = await policies.quoteChange(policyId, daysAhead(draw.below(200)), change, fresh());
  return quoted.status === 201 ? policies.issueChange(quoted, version) : undefined;
};

const CAR = { ...RATED_VEHICLE, vin: 'TMBJJ7NE8L0184462', plate: '4VKX918' };

const end: Act = ({ policies }, { policyId, version }, draw) =>
  policies.cancel(policyId, version, daysAhead(draw.below(200)), draw.of(...REASONS));

const comeBack: Act = ({ policies }, { policyId, version }, draw) =>
  policies.reinstate(policyId, version, daysAhead(draw.below(200)));

const renew: Act = async (stage, held, draw) => {
  const shown = await look(stage, held, draw);
  const offer = shown?.body.renewalOffer;
  return offer && stage.policies.renew(held.policyId, held.version, offer.offerId);
};

const list: Act = async ({ policies, diary }, { policyId }) => {
  const { status, body } = await policies.transactions(policyId);
  if (status !== 200 || body.data.length === 0) diary.seen.push(`${policyId} has no transaction: ${status}`);
  return undefined;
};
