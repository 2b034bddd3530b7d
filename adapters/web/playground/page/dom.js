// Small words for making and finding elements.

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

export const isPhone = () => matchMedia("(max-width: 47.99rem)").matches;
