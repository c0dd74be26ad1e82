/** @import { MyConsent } from '../shapes.ts' */
/** @import { Outcome } from './api.js' */
/** @import { Me } from './me.js' */
import { canBeGivenAgain, standingOf } from './consent.js';
import { day, distance } from './date.js';

/**
 * @typedef {object} Deed Something that a customer can do to a consent.
 * @property {string} name what its button says
 * @property {'secondary' | 'ending'} look
 * @property {(me: Me) => Promise<Outcome<MyConsent>>} perform
 * @property {string} done what is said once it is done
 * @property {{ title: string, consequences: string[], yes: string, no: string, ends?: boolean }} [question] asked first
 */

/**
 * What can be done to a consent as it stands.
 *
 * @param {MyConsent} consent
 * @param {Date} now
 * @returns {Deed[]}
 */
export function deedsOn(consent, now) {
  switch (standingOf(consent, now)) {
    case 'active':
      return [...(consent.oneShot ? [] : [pausing(consent)]), withdrawing(consent)];
    case 'paused':
      return [resuming(consent), withdrawing(consent)];
    case 'ended':
      return canBeGivenAgain(consent) ? [givingAgain(consent)] : [];
    default:
      return [];
  }
}

/**
 * @param {MyConsent} consent
 * @returns {Deed}
 */
function pausing({ consentId, partner: { name } }) {
  return {
    name: 'Pause',
    look: 'secondary',
    perform: (me) => me.suspend(consentId),
    done: `Paused. ${name} sees nothing until you resume it.`,
  };
}

/**
 * @param {MyConsent} consent
 * @returns {Deed}
 */
function resuming({ consentId, partner: { name } }) {
  return {
    name: 'Resume',
    look: 'secondary',
    perform: (me) => me.resume(consentId),
    done: `Resumed. ${name} can see your data again.`,
  };
}

/**
 * @param {MyConsent} consent
 * @returns {Deed}
 */
function withdrawing({ consentId, partner: { name }, permissions }) {
  const collects = permissions.includes('TELEMATICS_COLLECT');
  return {
    name: 'Withdraw',
    look: 'ending',
    perform: (me) => me.withdraw(consentId),
    done: `Withdrawn. ${name} sees nothing from now on.`,
    question: {
      title: `Withdraw your permission to ${name}?`,
      consequences: [
        `From this moment ${name} sees nothing any more.`,
        ...(collects ? ['Driving data that was recorded under it is deleted here.'] : []),
        `What ${name} has seen already is with ${name}. Ask them to delete it.`,
        'Your policies and your cover stay as they are.',
      ],
      yes: 'Withdraw permission',
      no: 'Keep it',
      ends: true,
    },
  };
}

/**
 * However often its button is pressed, or the deed is tried again, it makes one consent: it has one key.
 *
 * @param {MyConsent} consent
 * @returns {Deed}
 */
function givingAgain({ consentId, partner: { name }, authorisedAt, createdAt, expiresAt, purpose }) {
  const key = crypto.randomUUID();
  const life = distance(expiresAt, new Date(authorisedAt ?? createdAt));
  return {
    name: 'Allow again',
    look: 'secondary',
    perform: (me) => me.giveAgain(consentId, key),
    done: `Allowed again. ${name} can see your data from now on.`,
    question: {
      title: `Allow ${name} again?`,
      consequences: [
        `${name} sees the same data again, for the same purpose: “${purpose}”`,
        `It lasts as long as it did before: ${life} from now.`,
        'You can pause or withdraw it at any time.',
      ],
      yes: 'Allow again',
      no: 'Leave it ended',
    },
  };
}

/**
 * Since when and until when a consent holds, in words.
 *
 * @param {MyConsent} consent
 * @param {Date} now
 */
export function periodOf({ authorisedAt, createdAt, expiresAt, oneShot }, now) {
  const since = `Since ${day(authorisedAt ?? createdAt)}`;
  const until = `until ${day(expiresAt)}`;
  return oneShot ? `For one use, ${until}` : `${since}, ${until} (${distance(expiresAt, now)} left)`;
}
