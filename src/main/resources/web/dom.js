// The only way in which this page makes elements: text goes in as text, never as markup.

/** An element with attributes and children; a child is an element or a text. */
export function h(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same, of SVG. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

export const byId = id => document.getElementById(id);

/** Sets a text, and touches nothing if it is that already. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export const wantsLessMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** What a custom property of the style sheet is as a colour, now. */
export function colour(name) {
  const probe = h('span', { hidden: true });
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
