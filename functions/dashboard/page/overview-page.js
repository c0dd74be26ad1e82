/** @import { MyConsent, Policy, ReleasePage } from '../shapes.ts' */
/** @import { Outcome } from './api.js' */
/** @import { Me } from './me.js' */
import { ConsentBoard } from './consent-board.js';
import { element } from './element.js';
import { ReleaseList } from './release-list.js';

/**
 * All that a customer has allowed, and what came of it.
 *
 * @param {object} given
 * @param {Me} given.me
 * @param {readonly MyConsent[]} given.consents
 * @param {readonly Policy[]} given.policies
 * @param {Outcome<ReleasePage>} given.releases the newest of them
 * @param {string | undefined} given.keyId of the key that the insurer signs checkpoints with, if it is known
 * @param {(what: string) => void} given.announce
 * @param {(consentId: string) => void} given.onRequest
 */
export function overviewPage({ me, consents, policies, releases, keyId, announce, onRequest }) {
  const board = new ConsentBoard({ me, consents, policies, announce, onRequest });
  const names = new Map(consents.map(({ partner }) => [partner.partnerId, partner.name]));
  const list = new ReleaseList({ me, names, first: releases, keyId, announce });
  return element(
    'div',
    { class: 'overview' },
    element('h1', {}, 'Who may see your insurance data'),
    element(
      'div',
      { class: 'columns' },
      element('div', {}, board.content, ...nobody(consents, policies)),
      list.content,
    ),
  );
}

/**
 * What is said where there is nothing to show: nobody asked, or the insurer does not know who signed in.
 *
 * @param {readonly MyConsent[]} consents
 * @param {readonly Policy[]} policies
 */
function nobody(consents, policies) {
  if (consents.length > 0) return [];
  return [
    element(
      'p',
      { class: 'empty' },
      policies.length > 0
        ? 'Nobody has asked for your data. A request comes as a link from the company that asks.'
        : 'There is no policy under your login. If you have one, ask your insurer to link it to your e-mail address.',
    ),
  ];
}
