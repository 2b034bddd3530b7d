// Keyboard shortcuts, and the dialog that lists them.

import { byId, el, isShown } from "./dom.js";
import { say } from "./room.js";
import { current, goTo } from "./roving.js";
import { inOrder } from "./sidebar.js";
import { room } from "./room.js";

const SHORTCUTS = [["F6", "key_parts"], ["Alt + ↑ ↓", "key_places"], ["↑ ↓", "key_posts"], ["Tab", "key_into"], ["Esc", "key_back"],
  ["/", "key_slash"], ["↑ ↓ Tab", "key_offers"], ["Shift + Enter", "key_line"], ["Ctrl + /", "key_help"]];
const dialog = byId("keys");

/** Listen for the shortcuts; `open(id)` shows a place. */
export function beginKeys(open) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const handled = (event.altKey && !event.ctrlKey && !event.metaKey && nextPlace(event.key, open))
      || (event.key === "F6" && nextPart(event.shiftKey))
      || (event.key === "/" && (event.ctrlKey || event.metaKey) && showKeys())
      || (event.key === "Escape" && byId("log").contains(event.target) && back());
    if (handled) event.preventDefault();
  });
  byId("help").addEventListener("click", showKeys);
  byId("keys-close").addEventListener("click", () => dialog.close());
}

function showKeys() {
  byId("keys-list").replaceChildren(...SHORTCUTS.map(([keys, what]) =>
    el("div", {}, el("dt", {}, el("kbd", {}, keys)), el("dd", {}, say(what)))));
  dialog.showModal();
  byId("keys-close").focus();
  return true;
}

function nextPlace(key, open) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (!step) return false;
  const places = inOrder();
  const at = places.findIndex((place) => place.id === room.place);
  open(places[(at + step + places.length) % places.length].id);
  return true;
}

/** The parts of the page, in order: the places, the messages, the line one writes in, or the show in its stead. */
function nextPart(isBack) {
  const place = () => byId("places").querySelector("[aria-current]");
  const parts = [
    [byId("side"), () => place()?.focus()],
    [byId("log"), () => (current() ? goTo(current()) : byId("log").focus())],
    [byId("show"), () => byId("show-pause").focus()],
    [byId("composer"), () => byId("text").focus()],
  ].filter(([part]) => isShown(part));
  const at = parts.findIndex(([part]) => part.contains(document.activeElement));
  const next = at < 0 ? 0 : at + (isBack ? -1 : 1);
  parts[(next + parts.length) % parts.length][1]();
  return true;
}

function back() {
  byId(isShown(byId("text")) ? "text" : "show-pause").focus();
  return true;
}
