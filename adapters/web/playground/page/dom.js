// Small words for making and finding elements.

const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

/** An element with attributes (true sets an empty one, false and null none) and children. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

/** HTML that the server has made and escaped, in an element of its own. */
export function drawn(tag, attributes, html) {
  const made = el(tag, attributes);
  made.innerHTML = html;
  return made;
}

/** One of the signs in the page's own sprite. */
export function icon(name) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("class", "i");
  made.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  made.append(use);
  return made;
}

/** Somebody's initial on their colour. */
export function face(person, size = "") {
  const tint = [...person.id].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
  return el("span", { class: `avatar tint-${tint} ${size}`, "aria-hidden": "true" }, [...person.name][0]?.toUpperCase());
}

export const isPhone = () => matchMedia("(max-width: 47.99rem)").matches;
export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Whether it can be seen, and so be given the focus. */
export const isShown = (element) => element.isConnected && element.checkVisibility({ visibilityProperty: true });
