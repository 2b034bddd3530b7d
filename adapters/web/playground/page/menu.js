// One menu at a time: it opens at a button, is walked through with the arrow keys, and gives the focus back.

import { byId, el, icon, isPhone, isShown } from "./dom.js";

const GAP = 4; // pixels between the button and its menu
const menu = byId("menu");
let anchor = null;
let typed = "";
let typing = 0;

/**
 * Open it at a button. `items` are `{ label, act, face, data }`, with `checked` true or false where one chooses
 * (`kind` "radio") or turns something on (`kind` "checkbox"), or null for a line between them.
 */
export function openMenu(button, label, items) {
  if (anchor === button) return closeMenu();
  if (anchor) closeMenu();
  anchor = button;
  typed = "";
  anchor.setAttribute("aria-expanded", "true");
  menu.setAttribute("aria-label", label);
  menu.replaceChildren(...items.map((item) => (item ? drawItem(item) : el("hr", { role: "separator" }))));
  menu.showPopover();
  place();
  const chosen = menu.querySelector("[role=menuitemradio][aria-checked=true]") ?? choices()[0];
  chosen?.focus();
  chosen?.scrollIntoView({ block: "nearest" });
}

/** Close it; the focus goes back to its button, unless something else has it by now. */
export function closeMenu() {
  if (!anchor) return;
  const [button, hadFocus] = [anchor, menu.contains(document.activeElement)];
  anchor = null;
  button.setAttribute("aria-expanded", "false");
  menu.hidePopover();
  menu.replaceChildren();
  if (hadFocus && isShown(button)) button.focus();
}

function drawItem({ label, act, face, kind, checked, data = {} }) {
  const attributes = Object.fromEntries(Object.entries(data).map(([name, value]) => [`data-${name}`, value]));
  const made = el("button", { type: "button", role: `menuitem${kind ?? ""}`, tabindex: "-1", ...attributes,
    "aria-checked": kind ? String(checked) : null }, face, el("span", { class: "label", dir: "auto" }, label),
    kind && checked ? icon("check") : null);
  made.addEventListener("click", () => { closeMenu(); act(); });
  return made;
}

/** Under the button or above it, inside the window; on a phone it is a sheet at the bottom, placed by the style. */
function place() {
  menu.style.left = menu.style.top = "";
  if (isPhone()) return;
  const [at, size] = [anchor.getBoundingClientRect(), menu.getBoundingClientRect()];
  const isRoomBelow = at.bottom + GAP + size.height <= innerHeight;
  const left = getComputedStyle(anchor).direction === "rtl" || at.left + size.width > innerWidth ? at.right - size.width : at.left;
  menu.style.left = `${Math.max(GAP, left)}px`;
  menu.style.top = `${Math.max(GAP, isRoomBelow ? at.bottom + GAP : at.top - GAP - size.height)}px`;
}

const choices = () => [...menu.querySelectorAll("[role^=menuitem]")];

function go(to) {
  const all = choices();
  all[(to + all.length) % all.length]?.focus();
}

/** The next item that begins with the letters typed in the last second. */
function find(letter) {
  clearTimeout(typing);
  typing = setTimeout(() => { typed = ""; }, 1000);
  typed += letter.toLowerCase();
  const all = choices();
  const at = all.indexOf(document.activeElement);
  const order = [...all.slice(at + (typed.length === 1 ? 1 : 0)), ...all];
  order.find((each) => each.querySelector(".label").textContent.trim().toLowerCase().startsWith(typed))?.focus();
}

menu.addEventListener("focusin", (event) => {
  for (const each of choices()) each.tabIndex = each === event.target ? 0 : -1;
});
menu.addEventListener("keydown", (event) => {
  const at = choices().indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  if (event.key in moves) go(moves[event.key]);
  else if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) find(event.key);
  else return;
  event.stopPropagation();
  if (event.key !== "Tab") event.preventDefault();
});
document.addEventListener("pointerdown", (event) => {
  if (anchor && !menu.contains(event.target) && !anchor.contains(event.target)) closeMenu();
});
addEventListener("resize", () => closeMenu());
