import { notificationRequest } from '../../support/claimants.ts';
import { lossOf } from '../../support/claims.ts';
import { CHANGE, changeRequest, consentRequest, inMinutes, type Move } from '../../support/consents.ts';
import { fresh } from '../../support/policies.ts';
import { under } from '../../support/telematics.ts';
import type { Draw } from './draw.ts';
import type { Held } from './insuring.ts';
import type { Holder, Stage } from './stage.ts';

/** Soon enough to come to its end while the workload goes on. */
const SHORT_MINUTES = 0.05;

/** A consent that a customer may have given, and what it is for. */
interface Asked {
  consentId: string;
  policyId: string;
}

/** A third party asks a customer for consents and uses them, while the customer changes their mind. */
export async function consentTo(
  stage: Stage,
  holder: Holder,
  held: Held,
  draw: Draw,
  times: number,
): Promise<void> {
  for (let time = 0; time < times; time++) {
    const purpose = draw.of(read, read, readShortly, change, notify);
    await purpose(stage, holder, held, draw);
  }
}

type Purpose = (stage: Stage, holder: Holder, held: Held, draw: Draw) => Promise<void>;

/** To read a policy; the customer takes it back amidst, or lets it rest. */
const read: Purpose = async (stage, holder, { policyId }, draw) => {
  const consentId = await given(stage, holder, consentRequest({ objects: [{ policyId }] }));
  if (consentId === undefined) return;
  const moves = draw.shuffled<Move>(['suspend', 'resume', 'withdraw', 'suspend', 'resume']);
  await Promise.all([readOften(stage, { consentId, policyId }), moveOften(holder, consentId, moves)]);
};

/** To read a policy for three seconds. */
const readShortly: Purpose = async (stage, holder, { policyId }) => {
  const request = consentRequest({ objects: [{ policyId }], expiresAt: inMinutes(SHORT_MINUTES) });
  const consentId = await given(stage, holder, request);
  if (consentId !== undefined) await readOften(stage, { consentId, policyId });
};

/** To change a policy, once. */
const change: Purpose = async (stage, holder, { policyId, version }) => {
  const consentId = await given(stage, holder, changeRequest(policyId));
  if (consentId === undefined) return;
  const headers = { ...under(consentId), ...fresh() };
  const { effectiveDate, change: what } = CHANGE;
  const quoted = await stage.readers.policies.quoteChange(policyId, effectiveDate, what, headers);
  if (quoted.status !== 201) return;
  await stage.readers.policies.issueChange(quoted, version, { ...under(consentId), ...fresh() });
};

/** To notify a loss, once. */
const notify: Purpose = async (stage, holder, { policyId }) => {
  const loss = lossOf(policyId, { cause: 'glass' });
  const consentId = await given(stage, holder, notificationRequest(loss));
  if (consentId !== undefined) await stage.readers.claims.notify(loss, { ...under(consentId), ...fresh() });
};

/** Asks for a consent, and gives it; undefined where nobody could say that it is given. */
export async function given(
  { readers }: Pick<Stage, 'readers'>,
  { consents }: Holder,
  request: object,
  from = readers.consents,
): Promise<string | undefined> {
  const { status, body } = await from.create(request, fresh());
  if (status !== 201) return undefined;
  // Said once more after a lost answer, a yes is a state that is past that: then it may be in force.
  await consents.authorise(body.consentId);
  return body.consentId;
}

async function readOften({ clients }: Stage, { consentId, policyId }: Asked): Promise<void> {
  const options = { headers: under(consentId) };
  for (let time = 0; time < 4; time++)
    await clients.reader.call('getPolicy', 'GET', `/policies/${policyId}`, options);
}

async function moveOften({ consents }: Holder, consentId: string, moves: readonly Move[]): Promise<void> {
  for (const each of moves) await consents.move(each, consentId);
}
