/** @typedef {Node | string | undefined | false} Child What may be put into an element; nothing is left out. */
/** @typedef {Record<string, string | boolean | number | undefined | ((event: any) => void)>} Attributes */

/**
 * An element with its attributes and children. Text becomes text, never markup. `onclick` and the like are
 * listeners; an attribute that is `true` is there without a value, one that is `false` or undefined is not.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice('on'.length), value);
    else if (value !== undefined && value !== false)
      made.setAttribute(name, value === true ? '' : `${value}`);
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/**
 * A button. It is of type `button` unless the attributes say otherwise.
 *
 * @param {Attributes} attributes
 * @param {...Child} children
 */
export function button(attributes, ...children) {
  return element('button', { type: 'button', ...attributes }, ...children);
}

/**
 * A list of terms, each with what is said of it.
 *
 * @param {string} name the list's class
 * @param {readonly (readonly [term: string, ...said: Child[]] | undefined)[]} rows those that are undefined are left out
 */
export function terms(name, rows) {
  const shown = rows.filter((row) => row !== undefined);
  return element(
    'dl',
    { class: name },
    ...shown.map(([term, ...said]) =>
      element('div', {}, element('dt', {}, term), element('dd', {}, ...said)),
    ),
  );
}
