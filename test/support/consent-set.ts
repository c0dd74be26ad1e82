import { setTimeout as sleep } from 'node:timers/promises';
import type { Permission } from '../../functions/consents/consent.ts';
import { type Cast, type Consents, consentRequest, type MyConsents } from './consents.ts';

/** How a consent that a third party names is wrong, and how its request is refused. */
export const WRONG_CONSENTS = [
  ['no consent', 404],
  ['a consent of another partner', 404],
  ['a consent of another customer', 404],
  ['a consent for another object', 404],
  ['a consent that waits', 403],
  ['an expired consent', 403],
  ['a suspended consent', 403],
  ['a revoked consent', 403],
  ['a consent without the permission', 403],
] as const;

/** What consents are about. */
interface Objects {
  /** The policy that is looked at, of Anna's. */
  policyId: string;
  /** Another one of hers, and one of Ben's. */
  other: string;
  bens: string;
}

/**
 * The headers of a third party's requests, by what is wrong with the consent that they name: those of `WRONG_CONSENTS`,
 * `the right consent`, and for each permission that lifts a class one that lacks it, `a consent without <permission>`.
 */
export async function consentSet(
  cast: Cast,
  { policyId, other, bens }: Objects,
  needed: Permission,
  lifting: readonly Permission[],
): Promise<Record<string, Record<string, string>>> {
  const { reader, broker, anna, ben } = cast;
  const all = [needed, ...lifting];
  const ask = (from: Consents, instead: object) => from.ask(consentRequest({ permissions: all, ...instead }));
  const given = async (by: MyConsents, from: Consents, instead: object, object: string) => {
    const consentId = await ask(from, instead);
    const { status } = await by.authorise(consentId, object);
    if (status !== 200) throw new Error(`not given: ${status}`);
    return consentId;
  };
  const annas = (instead: object = {}) => given(anna, reader, instead, policyId);
  const [suspended, revoked] = [await annas(), await annas()];
  await anna.suspend(suspended);
  await anna.withdraw(revoked);
  const expired = await annas({ expiresAt: new Date(Date.now() + 1_500).toISOString() });
  const ids: Record<string, string> = {
    'a consent of another partner': await given(anna, broker, {}, policyId),
    'a consent of another customer': await given(ben, reader, {}, bens),
    'a consent for another object': await given(anna, reader, {}, other),
    'a consent that waits': await ask(reader, {}),
    'an expired consent': expired,
    'a suspended consent': suspended,
    'a revoked consent': revoked,
    'a consent without the permission': await annas({ permissions: lifting }),
    'the right consent': await annas(),
  };
  for (const lacking of lifting)
    ids[`a consent without ${lacking}`] = await annas({
      permissions: all.filter((each) => each !== lacking),
    });
  await sleep(1_600);
  const named = Object.entries(ids).map(([name, consentId]) => [name, { 'x-consent-id': consentId }]);
  return Object.fromEntries([['no consent', {}], ...named]);
}
