import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routesOf } from '../../../openapi/generate/contract.ts';
import { operations } from '../../../openapi/generated/operations.ts';
import { readContract } from '../../contract/contract.ts';
import { Asking } from '../../support/estates/asking.ts';
import { type Attempt, everyAttempt, principalOf } from '../../support/estates/attempts.ts';
import { type Estate, type Estates, startEstates } from '../../support/estates/estate.ts';
import { placesIn, placesNamed } from '../../support/estates/named-places.ts';
import { everyOwned, type OwnedId } from '../../support/estates/requests/every.ts';
import { thirdRequests } from '../../support/estates/third-party.ts';
import { busEvents } from '../../support/events.ts';
import { tried } from '../../support/evidence.ts';
import type { Answered, Sent } from '../../support/request.ts';
import { changedTables, rowsAtRest } from '../../support/stored.ts';

/** An attempt at what is another's, ready to be sent, and the same at what there is not. */
interface Prepared extends Attempt {
  sent: Sent;
  twin: Sent;
}

let estates: Estates;
let pairs: readonly (readonly [Estate, Estate])[];
let asking: Asking;
let attempts: Prepared[];
/** What a third party asks for under wrong consents. */
let strays: { operationId: OwnedId; sent: Sent }[];
/** What was stored and had been said before it was asked for what is another's. */
let before: { rows: Map<string, string>; events: number };

beforeAll(async () => {
  estates = await startEstates();
  const { annas, bens } = estates;
  pairs = [
    [annas, bens],
    [bens, annas],
  ];
  asking = new Asking(estates);
  // To look up versions is to read: who reads a claim leaves a receipt.
  attempts = await Promise.all(everyAttempt(estates).map(prepared));
  strays = await Promise.all(pairs.flatMap(([estate, other]) => straysOf(estate, other)));
}, 360_000);
afterAll(() => estates?.api.stop());

/** The key by which the owner of an estate asks: others come with the same. */
const keyOf = (name: string, { partner }: Estate) => `${name}-of-${partner}`;

async function prepared(attempt: Attempt): Promise<Prepared> {
  const { name, operationId, victim, request, unknown } = attempt;
  const key = isQuestion(attempt) ? crypto.randomUUID() : keyOf(name, victim);
  return {
    ...attempt,
    sent: await asking.sent(operationId, request, key),
    twin: await asking.sent(operationId, unknown, crypto.randomUUID()),
  };
}

function straysOf(estate: Estate, other: Estate): Promise<{ operationId: OwnedId; sent: Sent }>[] {
  return thirdRequests(estate, other).flatMap(
    ({ operationId, request: { under: _right, ...request }, wrong }) =>
      wrong.map(async (under) => {
        const asked = { ...request, ...(under && { under }) };
        return { operationId, sent: await asking.sent(operationId, asked, crypto.randomUUID()) };
      }),
  );
}

/** Takes down what is stored and was said. */
async function look(): Promise<void> {
  before = { rows: await rowsAtRest(estates.api), events: (await busEvents(estates.api)).length };
}

async function expectNothingChanged(): Promise<void> {
  const { api } = estates;
  expect(changedTables(before.rows, await rowsAtRest(api))).toEqual([]);
  expect(await busEvents(api)).toHaveLength(before.events);
}

/** Asking a customer for a consent is no look at their policies. */
const isQuestion = ({ operationId, names }: Attempt) =>
  operationId === 'createConsent' && names.join() === 'policy';

/** What is refused in another way than by not being found, and tells nothing of what is another’s either. */
const OTHERWISE: Readonly<Record<string, string>> = {
  // Of one's own quote or policy, that it has no such offer.
  'issuePolicy offer': 'unknown-offer',
  'renewPolicy renewal': 'unknown-offer',
  // Of one's own consent, that the policy was not asked for.
  'authoriseConsent policy': 'objects-widened',
};
const otherwise = ({ operationId, names }: Attempt) => OTHERWISE[`${operationId} ${names.join()}`];

/** In what an answer is not as it is to who names what is another's. */
function faultsOf(attempt: Attempt, answer: Answered): string[] {
  const { name, principal, names, victim } = attempt;
  const about = `${name} by ${principal}, with ${names.join(', ')} of ${victim.partner}: ${answer.text}`;
  if (answer.headers.has('idempotency-replayed')) return [`replayed ${about}`];
  const expected = otherwise(attempt) ?? 'not-found';
  return answer.json?.type === `urn:partner-api:problem:${expected}` ? [] : [about];
}

/** Lists take what is another's for a place to begin at, or for what nothing of one's own fits. */
const isList = ({ name, request }: Attempt) =>
  name.startsWith('list') && !(request.path || request.query?.policyId);

/** What a list tells of another's. */
function toldBy({ name, principal, victim }: Attempt, { status, text }: Answered): string[] {
  const told = Object.values(victim.ids).filter((id) => text.includes(id));
  return status === 200 && told.length > 0 ? [`${name} tells ${principal} of ${told.join()}`] : [];
}

/** An answer but for what names its request. */
const faceOf = ({ status, json, text }: Answered) =>
  JSON.stringify([status, status < 400 ? text : { ...json, instance: undefined }]);

/** The staff may know what there is, and by what name. */
const mayKnow = ({ principal, operationId }: Attempt) =>
  principal === 'handler' && operations[operationId].scopes.some((scope) => scope === 'customers:manage');

describe('API1:2023 broken object level authorization', () => {
  it('leaves out nothing that the contract lets a request name', () => {
    const { annas, bens } = estates;
    const owned = everyOwned.map(({ operationId, request }) => ({
      ...{ operationId, request: request(annas.ids, annas.owner) },
    }));
    const all = [...owned, ...thirdRequests(annas, bens)];
    const contract = readContract();
    const missing = routesOf(contract).flatMap((route) => {
      const { operationId } = route.operation;
      const asked = all.filter((each) => each.operationId === operationId);
      const named = asked.flatMap(({ request }) => placesNamed(request));
      const left = placesIn(contract, route).filter((place) => !named.includes(place));
      return left.map((place) => `${operationId} ${place}`);
    });
    expect(missing).toEqual([]);
  });

  it('what is another’s is as if it were not there, whoever asks and wherever it is named', async ({
    task,
  }) => {
    const refused = attempts.filter((attempt) => !isQuestion(attempt) && !isList(attempt));
    await look();
    const faults: string[] = [];
    for (const attempt of refused) {
      const { name, principal, sent, twin } = attempt;
      const [there, nowhere] = [await asking.by(principal, sent), await asking.by(principal, twin)];
      faults.push(...faultsOf(attempt, there));
      if (faceOf(there) !== faceOf(nowhere) && !mayKnow(attempt))
        faults.push(`${name} by ${principal}: ${there.text}, but ${nowhere.text} of what there is not`);
    }
    expect(faults).toEqual([]);
    await expectNothingChanged();
    tried(task, 'requests for what is another’s, and as many for what there is not', refused.length, {
      operations: new Set(refused.map(({ operationId }) => operationId)).size,
    });
  }, 120_000);

  it('a list tells of nothing that is another’s, wherever it is made to begin', async ({ task }) => {
    const lists = attempts.filter(isList);
    const told: string[] = [];
    for (const attempt of lists)
      told.push(...toldBy(attempt, await asking.by(attempt.principal, attempt.sent)));
    expect(told).toEqual([]);
    tried(task, 'lists that are searched for what is another’s, or begin at it', lists.length);
  });

  it('a customer’s consent opens nothing else, and to nobody else', async ({ task }) => {
    await look();
    for (const { operationId, sent } of strays) {
      const { status, text } = await asking.by('reader', sent);
      expect(status, `${operationId} under ${sent.headers?.['x-consent-id']}: ${text}`).toBe(404);
    }
    await expectNothingChanged();
    tried(task, 'requests of a third party under no consent, or a wrong one', strays.length);
  }, 60_000);

  it('a partner that asks a customer for a consent learns nothing of whose it is', async ({ task }) => {
    const questions = attempts.filter(isQuestion);
    for (const { principal, sent, twin } of questions) {
      const [there, nowhere] = [await asking.by(principal, sent), await asking.by(principal, twin)];
      const shapes = [there, nowhere].map(({ status, json }) => [
        status,
        json.status,
        Object.keys(json).sort(),
      ]);
      expect(shapes[0]).toEqual([201, 'AWAITING_AUTHORISATION', expect.not.arrayContaining(['customerId'])]);
      expect(shapes[0]).toEqual(shapes[1]);
    }
    tried(task, 'questions to a customer about another partner’s policy', questions.length);
  });

  it('whoever owns it does all of that by the same requests, and a third party what it was let', async ({
    task,
  }) => {
    const refused: string[] = [];
    const ask = async (operationId: OwnedId, principal: Attempt['principal'], sent: Sent) => {
      const { status, text } = await asking.by(principal, sent);
      if (status !== operations[operationId].success) refused.push(`${operationId} by ${principal}: ${text}`);
    };
    for (const [estate, other] of pairs) {
      for (const { name, operationId, by, request } of everyOwned) {
        asking.forgetVersions();
        const asked = request(estate.ids, estate.owner);
        await ask(
          operationId,
          principalOf(by, estate),
          await asking.sent(operationId, asked, keyOf(name, estate)),
        );
      }
      for (const { operationId, request } of thirdRequests(estate, other)) {
        asking.forgetVersions();
        await ask(operationId, 'reader', await asking.sent(operationId, request, crypto.randomUUID()));
      }
    }
    expect(refused).toEqual([]);
    tried(task, 'the same requests by who may make them', 2 * everyOwned.length);
  }, 60_000);

  it('by the key of a request that was answered nobody else is answered', async ({ task }) => {
    const again = attempts.filter(
      (attempt) => attempt.outright && operations[attempt.operationId].idempotency && !isQuestion(attempt),
    );
    await look();
    const faults: string[] = [];
    for (const attempt of again)
      faults.push(...faultsOf(attempt, await asking.by(attempt.principal, attempt.sent)));
    expect(faults).toEqual([]);
    await expectNothingChanged();
    tried(task, 'requests by the key of one that was answered to its owner', again.length);
  }, 60_000);
});
