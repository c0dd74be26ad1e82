import { element } from './element.js';
import { masked, meaningOf } from './permission.js';

/**
 * What some permissions let be seen or done, and what stays masked.
 *
 * @param {readonly string[]} permissions
 */
export function permissionList(permissions) {
  const hidden = masked(permissions);
  return element(
    'div',
    {},
    element('ul', { class: 'permissions' }, ...permissions.map(permissionRow)),
    hidden.length > 0 &&
      element('p', { class: 'masked' }, element('strong', {}, 'Stays masked: '), `${hidden.join('; ')}.`),
  );
}

/** @param {string} permission */
function permissionRow(permission) {
  const { name, explanation, sensitive } = meaningOf(permission);
  return element(
    'li',
    {},
    element('strong', {}, name),
    sensitive && element('span', { class: 'tag' }, 'Sensitive'),
    element('span', { class: 'explanation' }, explanation),
  );
}
