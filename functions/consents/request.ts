import type { components } from '../../openapi/generated/types.ts';
import type { Partner } from '../partners/partner.ts';
import type { Instant } from '../platform/clock.ts';
import type { Refusal } from '../platform/problem.ts';
import type { Consent, ConsentEvent, ConsentObject, Permission } from './consent.ts';
import { yearsAfter } from './retention.ts';

/** What a partner asks a customer for, as the contract has it. */
export type ConsentRequest = components['schemas']['ConsentRequest'];

/** Who asks, as the registry knows it. */
export type Asker = Pick<Partner, 'clientId' | 'partnerId' | 'name' | 'permissions' | 'redirectUris'>;

const HOUR_MS = 3_600_000;

/** What is allowed for one act only, as it is said, and the permission that each needs. */
const PERMITTED_BY = { claimNotification: 'CLAIM_NOTIFY', change: 'POLICY_CHANGE' } as const;
const contents = ['claimNotification', 'change'] as const;

/** The event of a partner who asks for a consent, or why it may not ask for that. */
export function request(
  asked: ConsentRequest,
  asker: Asker,
  { consentId, createdAt }: Pick<Consent, 'consentId' | 'createdAt'>,
): ConsentEvent | Refusal {
  const { permissions, purpose, oneShot = false, baseConsentId, redirectUri } = asked;
  const refusal =
    refusePermissions(asker, permissions) ??
    refuseExpiry(asked, createdAt) ??
    refuseRedirect(asker, asked) ??
    refuseContent(asked, oneShot);
  if (refusal) return refusal;
  const [content, objects] = [contentOf(asked), objectsOf(asked)];
  const expiresAt = instantOf(asked.expiresAt);
  const data = {
    ...{ consentId, permissions, purpose, oneShot, createdAt, expiresAt },
    ...{ partnerId: asker.partnerId, clientId: asker.clientId, partnerName: asker.name },
    authoriseBy: authoriseBy(createdAt, expiresAt),
    ...(objects && { objects }),
    ...(content && { content }),
    ...(baseConsentId !== undefined && { baseConsentId }),
    // Not the state: it is the partner's own, may say anything of anybody, and travels with the link alone.
    ...(redirectUri !== undefined && { redirectUri }),
  };
  return { type: 'consent.requested', data };
}

/** Why a partner may not have these permissions at all, whatever a customer says. */
export function refusePermissions(
  { permissions: allowed }: Pick<Asker, 'permissions'>,
  permissions: readonly Permission[],
): Refusal | undefined {
  if (permissions.every((permission) => allowed.includes(permission))) return undefined;
  const detail = 'The partner may not ask for all of these permissions.';
  return { refusal: 'permission-not-allowed', detail };
}

/** Until when a customer may say yes: for an hour, and not beyond what is asked for. */
export function authoriseBy(createdAt: Instant, expiresAt: Instant): Instant {
  const inAnHour = new Date(Date.parse(createdAt) + HOUR_MS).toISOString();
  return inAnHour < expiresAt ? inAnHour : expiresAt;
}

function refuseExpiry({ expiresAt }: ConsentRequest, createdAt: Instant): Refusal | undefined {
  const at = instantOf(expiresAt);
  if (at > createdAt && at <= yearsAfter(createdAt, 1)) return undefined;
  const detail = 'A consent ends in the future, a year from now at most.';
  return { refusal: 'consent-expiry-out-of-range', detail, pointer: '/expiresAt' };
}

/** Compared letter by letter: what is only like a registered address may be another's. */
function refuseRedirect(
  { redirectUris }: Asker,
  { redirectUri, state }: ConsentRequest,
): Refusal | undefined {
  if (redirectUri === undefined && state === undefined) return undefined;
  if (redirectUri !== undefined && redirectUris.includes(redirectUri)) return undefined;
  const detail = 'The partner has registered no such address.';
  return { refusal: 'redirect-uri-not-registered', detail, pointer: '/redirectUri' };
}

/** What changes something is consented to as a whole: once, as it is said here, and for one policy. */
function refuseContent(asked: ConsentRequest, oneShot: boolean): Refusal | undefined {
  const said = contents.filter((content) => asked[content] !== undefined);
  if (said.length > 1 || oneShot !== (said.length === 1)) {
    const detail = 'What a one-shot consent is for is said, one claim or one change, and with no other.';
    return { refusal: 'consent-content', detail, pointer: '/oneShot' };
  }
  const unfit = contents.find(
    (content) => asked.permissions.includes(PERMITTED_BY[content]) !== said.includes(content),
  );
  if (unfit) {
    const detail = `${PERMITTED_BY[unfit]} and ${unfit} go together.`;
    return { refusal: 'consent-content', detail, pointer: '/permissions' };
  }
  return oneShot ? (refuseCollection(asked) ?? refuseObjects(asked)) : undefined;
}

/** Driving is collected over time. Were it by a consent that one act uses up, nobody's no would delete what was collected. */
function refuseCollection({ permissions }: ConsentRequest): Refusal | undefined {
  if (!permissions.includes('TELEMATICS_COLLECT')) return undefined;
  const detail = 'Driving data are not collected under a consent for one act.';
  return { refusal: 'consent-content', detail, pointer: '/permissions' };
}

function refuseObjects(asked: ConsentRequest): Refusal | undefined {
  const [object, ...others] = objectsOf(asked) ?? [];
  const claimed = asked.claimNotification?.policyId;
  const isTheClaims = claimed === undefined || object?.policyId === claimed;
  if (object && others.length === 0 && isTheClaims) return undefined;
  const detail = 'A one-shot consent is about the one policy that its claim or change is about.';
  return { refusal: 'consent-content', detail, pointer: '/objects' };
}

function contentOf(asked: ConsentRequest): Consent['content'] {
  return contents.find((content) => asked[content] !== undefined);
}

/** A claim names its policy itself. */
function objectsOf({ objects, claimNotification }: ConsentRequest): readonly ConsentObject[] | undefined {
  return objects ?? (claimNotification && [{ policyId: claimNotification.policyId }]);
}

/** A moment of whichever offset and precision, as instants are kept. */
function instantOf(moment: string): Instant {
  return new Date(moment).toISOString();
}
