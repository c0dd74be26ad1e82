import { type Operation, operations } from '../../../openapi/generated/operations.ts';
import type { Estate, ThirdParty } from './estate.ts';
import { unlike } from './ids.ts';
import { everyOwned, type OwnedId } from './requests/every.ts';
import type { OwnedRequest } from './requests/owned-request.ts';

/** What a third party does with what a customer has let it. */
interface ThirdRequest {
  operationId: OwnedId;
  /** Under the right consent. */
  request: OwnedRequest;
  /** Under what opens nothing of it. None at all is among them, but for what is its own without. */
  wrong: readonly (string | undefined)[];
}

const BY_PERMISSION: Readonly<Record<string, keyof ThirdParty>> = {
  POLICY_CHANGE: 'changing',
  CLAIM_NOTIFY: 'notifying',
};

/** What a third party asks for without naming a thing of the customer's beside the consent. */
const NAMELESS: readonly string[] = ['createQuote', 'getQuote', 'listPolicies'];

/** Every request that a consent can open to a third party, for one estate. */
export function thirdRequests(estate: Estate, other: Estate): ThirdRequest[] {
  return everyOwned.flatMap(({ name, operationId, by, request }) => {
    const { consent }: Operation = operations[operationId];
    const opened = name === operationId && by === 'partner' && consent && consent.mode !== 'none';
    if (!opened) return [];
    const which = BY_PERMISSION[consent.permission ?? ''] ?? 'reading';
    const { change, quote } = estate.third;
    const ids = { ...estate.ids, changing: estate.ids.policy, change, quote };
    const asked = { ...request(ids, estate.owner), under: estate.third[which] };
    const others = [estate.ids.given, unlike(estate.ids).given];
    const wrong = NAMELESS.includes(operationId) ? others : [undefined, other.third[which], ...others];
    return [{ operationId, request: asked, wrong }];
  });
}
