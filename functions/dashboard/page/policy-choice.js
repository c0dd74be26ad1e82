/** @import { ConsentObject, Policy } from '../shapes.ts' */
import { element } from './element.js';
import { notice } from './notice.js';
import { policyDetail, policyName } from './policy.js';

/**
 * @typedef {object} Choice The policies that a request is about, of which some can be left out.
 * @property {HTMLElement} content
 * @property {() => ConsentObject[]} chosen
 * @property {() => boolean} isComplete whether one at least is chosen; if not, says so and leads there
 */

/**
 * Lets the customer choose among the policies that were asked for. A single one is not a choice.
 *
 * @param {readonly ConsentObject[] | undefined} asked undefined: all
 * @param {readonly Policy[]} policies
 * @returns {Choice}
 */
export function policyChoice(asked, policies) {
  const offered =
    asked === undefined
      ? policies
      : policies.filter(({ policyId }) => asked.some((object) => object.policyId === policyId));
  if (offered.length < 2) {
    const chosen = () => offered.map(({ policyId }) => ({ policyId }));
    const content = element(
      'ul',
      { class: 'policies' },
      ...offered.map((policy) => element('li', {}, ...label(policy))),
    );
    return { content, chosen, isComplete: () => true };
  }
  return severalPolicies(offered);
}

/**
 * @param {readonly Policy[]} policies
 * @returns {Choice}
 */
function severalPolicies(policies) {
  const boxes = policies.map(({ policyId }) =>
    element('input', { type: 'checkbox', checked: true, value: policyId, id: `choose-${policyId}` }),
  );
  const fault = element('div', {});
  const rows = policies.map((policy, index) =>
    element(
      'div',
      { class: 'choice' },
      boxes[index],
      element('label', { for: `choose-${policy.policyId}` }, ...label(policy)),
    ),
  );
  const content = element(
    'fieldset',
    { class: 'policies' },
    element('legend', {}, 'Leave out what you do not want to share.'),
    ...rows,
    fault,
  );
  const chosen = () => boxes.filter(({ checked }) => checked).map(({ value }) => ({ policyId: value }));
  const isComplete = () => {
    const complete = chosen().length > 0;
    fault.replaceChildren(
      ...(complete ? [] : [notice('Choose one policy at least, or refuse the request.')]),
    );
    if (!complete) boxes[0]?.focus();
    return complete;
  };
  return { content, chosen, isComplete };
}

/** @param {Policy} policy */
function label(policy) {
  return [
    element('strong', {}, policyName(policy)),
    ' ',
    element('span', { class: 'explanation' }, policyDetail(policy)),
  ];
}
