/** @import { Problem } from '../shapes.ts' */
import { element } from './element.js';
import { explain, referenceOf } from './problem.js';

/**
 * Something that must not be missed: read out at once.
 *
 * @param {string} text
 */
export function notice(text) {
  return element('p', { class: 'notice', role: 'alert' }, text);
}

/**
 * What went wrong, and what support can find it by.
 *
 * @param {Partial<Problem>} problem
 */
export function problemNotice(problem) {
  const reference = referenceOf(problem);
  const made = notice(explain(problem));
  if (reference !== undefined) {
    made.append(element('span', { class: 'reference' }, `Reference ${reference}`));
  }
  return made;
}
