import { announcementOf, euros, lossOf, photo, upload } from '../../support/claims.ts';
import type { Reply } from '../../support/client.ts';
import { daysAhead } from '../../support/days.ts';
import { fresh } from '../../support/policies.ts';
import type { Draw } from './draw.ts';
import type { Held } from './insuring.ts';
import { follow, type Known, readNewest } from './known.ts';
import type { Stage } from './stage.ts';

/** Notifies a loss on a policy, and settles it as far as so many steps go. */
export async function claimOn(stage: Stage, held: Held, draw: Draw, steps: number): Promise<void> {
  const { status, body } = await stage.brokers.claims.notify(lossFor(held, draw), fresh());
  if (status !== 201) return;
  const claim = { id: body.claimId, version: body.version };
  for (let step = 0; step < steps; step++) {
    const act = draw.of(...ACTS);
    follow(claim, await act(stage, claim, draw));
  }
}

/** A loss that nobody has to look at, or one that somebody must: large, or with a witness. */
function lossFor({ policyId }: Held, draw: Draw): object {
  const amount = draw.of('350.00', '900.00', '4000.00', '25000.00');
  const persons = draw.percent(40) ? [{ role: 'witness', name: 'Mia Wouters' }] : [];
  return lossOf(policyId, {
    occurredAt: daysAhead(-1 - draw.below(12)),
    cause: draw.of('fire', 'glass', 'theft', 'collision'),
    estimatedAmount: euros(amount),
    ...(persons.length > 0 && { persons }),
  });
}

type Act = (stage: Stage, claim: Known, draw: Draw) => Promise<Reply | undefined>;

const reserve: Act = ({ handler }, { id, version }, draw) =>
  handler.reserve(id, version, draw.of('0.00', '0.00', '500.00', '2000.00'), fresh());

const decide: Act = ({ handler }, { id, version }, draw) => {
  const loss = euros(draw.of('800.00', '3000.00', '12000.00'));
  const denial = { decision: 'deny', coverage: 'OD', reason: 'not-covered' };
  const decision = draw.percent(15) ? denial : { decision: 'approve', coverage: 'OD', loss };
  return handler.decide(id, version, decision, fresh());
};

const approve: Act = ({ approver }, { id, version }) => approver.approve(id, version, {}, fresh());

const pay: Act = ({ handler }, { id }, draw) => handler.pay(id, draw.of('50.00', '300.00', '2500.00'));

const recover: Act = ({ handler }, { id }, draw) => handler.recover(id, draw.of('20.00', '300.00'));

const note: Act = ({ handler }, { id }) => handler.note(id, 'The garage has called.', fresh());

const finish: Act = ({ handler }, { id, version }, draw) =>
  draw.percent(60)
    ? handler.close(id, version, { reason: 'Done.' }, fresh())
    : handler.reopen(id, version, { reason: 'Not done.' }, fresh());

const look: Act = ({ handler, diary }, claim) => readNewest(claim, diary, () => handler.get(claim.id));

/** Announces a file, and sends it or another in its place. */
const file: Act = async ({ brokers }, { id }, draw) => {
  const bytes = photo(500 + draw.below(500));
  const announced = await brokers.claims.addDocument(id, announcementOf(bytes), fresh());
  if (announced.status === 201 && draw.percent(80)) await upload(announced, bytes);
  return undefined;
};

/** Some are done more often than others. */
const ACTS = [
  [reserve, reserve],
  [decide, decide, decide],
  approve,
  [pay, pay],
  recover,
  note,
  finish,
  file,
  look,
].flat();
