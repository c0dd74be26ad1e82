import { type Operation, operations } from '../../../openapi/generated/operations.ts';
import { choicesOf, mixed } from './asking.ts';
import type { Estate, Estates } from './estate.ts';
import { type Ids, unlike } from './ids.ts';
import type { Principal } from './principals.ts';
import { everyOwned, type NamedRequest, namedBy, type OwnedId } from './requests/every.ts';
import type { By, OwnedRequest } from './requests/owned-request.ts';

/** Somebody asks for what is another's. */
export interface Attempt {
  /** Of the request that its owner makes. */
  name: string;
  operationId: OwnedId;
  principal: Principal;
  /** What the request names of another's. */
  names: readonly (keyof Ids)[];
  victim: Estate;
  /** Whether it is that one's own request as a whole, but for who asks. */
  outright: boolean;
  request: OwnedRequest;
  /** The same request for what there is not. */
  unknown: OwnedRequest;
}

/** Scopes of the staff that partners have too. */
const SHARED: readonly string[] = ['telematics:read'];

/** Every attempt at what is in one estate: by everybody else who may ask for such a thing, and by the owner of the other. */
function attemptsAt(victim: Estate, other: Estate): Attempt[] {
  return everyOwned.flatMap((owned) => {
    const { operationId, by } = owned;
    const names = namedBy(owned, victim.ids, victim.owner);
    if (names.length === 0) return [];
    const outright = strangersTo(operationId, by, other).map((principal) =>
      attempt(owned, { principal, names, victim, base: victim }),
    );
    const partly = choicesOf(names)
      .filter((chosen) => !isRight(by, chosen, names))
      .map((chosen) =>
        attempt(owned, {
          ...{ principal: principalOf(by, other), names: chosen },
          ...{ victim, base: other },
        }),
      );
    return [...outright, ...partly];
  });
}

/** All attempts, at one estate and at the other. */
export function everyAttempt({ annas, bens }: Estates): Attempt[] {
  return [...attemptsAt(annas, bens), ...attemptsAt(bens, annas)];
}

/** Who asks for what an operation gives to the owner of an estate. */
export function principalOf(by: By, { partner, owner }: Estate): Principal {
  if (by === 'partner') return partner;
  if (by === 'customer') return owner.name;
  return by === 'approver' ? 'approver' : 'handler';
}

/** The staff may do what they do to whatever there is, but not to one thing under the name of another. */
function isRight(by: By, chosen: readonly string[], names: readonly string[]): boolean {
  return (by === 'staff' || by === 'approver') && chosen.length === names.length;
}

function strangersTo(operationId: OwnedId, by: By, other: Estate): Principal[] {
  if (by === 'customer') return [other.owner.name, 'nobody'];
  if (by !== 'partner') return [];
  const { consent, scopes }: Operation = operations[operationId];
  const staffMay = consent?.mode !== 'required' || !scopes.every((scope) => SHARED.includes(scope));
  return [other.partner, 'reader', ...(staffMay ? [] : (['handler'] as const))];
}

interface Attacking extends Pick<Attempt, 'principal' | 'names' | 'victim'> {
  /** Whose the rest of the request is. */
  base: Estate;
}

function attempt({ name, operationId, request }: NamedRequest, { base, ...attacking }: Attacking): Attempt {
  const { names, victim } = attacking;
  const made = (from: Ids) => request(mixed(base.ids, from, names), base.owner);
  const outright = base === victim;
  return {
    name,
    operationId,
    ...attacking,
    outright,
    request: made(victim.ids),
    unknown: made(unlike(victim.ids)),
  };
}
