/** @import { SignInFailure } from './sign-in-return.js' */
import { button, element } from './element.js';

/** @typedef {SignInFailure | 'signed-out' | 'session-ended'} Reason Why a customer stands at the door. */

/** @type {Record<Reason, string>} */
const REASONS = {
  cancelled: 'You did not sign in. Nothing was shared.',
  'not-ours': 'That sign-in was not started here, so it was not used. Please sign in again.',
  refused: 'The sign-in did not work. Please try again.',
  'signed-out': 'You have signed out of this page.',
  'session-ended': 'You were signed out for your safety. Sign in to go on where you were.',
};

/**
 * The door: what is behind it, and how to get in.
 *
 * @param {object} given
 * @param {boolean} given.forRequest the customer comes to answer a request
 * @param {Reason | undefined} given.reason
 * @param {() => void} given.onSignIn
 */
export function welcomePage({ forRequest, reason, onSignIn }) {
  const { title, text, action } = forRequest ? REQUEST : GENERAL;
  return element(
    'div',
    { class: 'welcome' },
    element('h1', {}, title),
    reason !== undefined && element('p', { class: 'notice', role: 'status' }, REASONS[reason]),
    element('p', { class: 'lede' }, text),
    button({ class: 'primary large', onclick: onSignIn }, action),
    element('ul', { class: 'promises' }, ...PROMISES.map(promise)),
  );
}

const REQUEST = {
  title: 'A company asks to see some of your insurance data',
  text: 'Sign in to see who it is, what for, which data and until when. Then you decide. Signing in shares nothing.',
  action: 'Sign in to see the request',
};

const GENERAL = {
  title: 'You decide who sees your insurance data',
  text: 'Sign in to see which companies may see your data, to stop them, and to read who has looked.',
  action: 'Sign in',
};

const PROMISES = [
  ['Nothing without your yes', 'Companies ask for each purpose on its own. What you refuse stays hidden.'],
  ['Stopped at any time', 'Pause or withdraw a permission, and the very next look is refused.'],
  [
    'Every look is on record',
    'Who was shown personal details, when and why, in a list that cannot be altered unnoticed.',
  ],
];

/** @param {readonly string[]} promise */
function promise([name, text]) {
  return element('li', {}, element('strong', {}, name), ' ', element('span', {}, text));
}
