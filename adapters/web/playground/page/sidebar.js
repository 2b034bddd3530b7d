// The list of places, and the drawer that holds it on a phone.

import { byId, el, icon, isPhone } from "./dom.js";
import { about, called, room, say, unread } from "./room.js";

const KINDS = [["channel", "channels"], ["group", "groups"], ["direct", "direct"]];

/** Draw the list with its unread marks; `open` is called with the id of the chosen place. */
export function drawPlaces(open) {
  const focused = document.activeElement?.dataset?.place;
  const lists = KINDS.map(([kind, title]) => list(kind, title, open)).filter(Boolean);
  byId("places").replaceChildren(...lists);
  if (focused) byId("places").querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
  const total = room.places.reduce((sum, place) => sum + (place.id === room.place ? 0 : unread(place)), 0);
  byId("side-unread").hidden = !total;
  byId("side-open").setAttribute("aria-label", total ? `${say("menu")}, ${say("unread", { count: total })}` : say("menu"));
  return total;
}

/** The places in the order of the list. */
export const inOrder = () => KINDS.flatMap(([kind]) => room.places.filter((place) => place.kind === kind));

function list(kind, title, open) {
  const places = room.places.filter((place) => place.kind === kind);
  if (!places.length) return null;
  const items = places.map((place) => el("li", {}, button(place, open)));
  const id = `list-${kind}`;
  return el("section", { "aria-labelledby": id }, el("h2", { id }, say(title)), el("ul", {}, ...items));
}

function button(place, open) {
  const current = place.id === room.place;
  const count = current ? 0 : unread(place);
  const mark = count ? el("span", { class: "unread" }, el("span", { class: "unseen" }, `, ${say("unread", { count })}`),
    el("span", { "aria-hidden": "true" }, String(count))) : null;
  const made = el("button", { type: "button", "data-place": place.id, "aria-current": current ? "page" : null,
    class: count ? "has-unread" : null }, icon(sign(place)), el("span", { class: "name", dir: "auto" }, place.name), mark);
  made.addEventListener("click", () => { closeDrawer(); open(place.id); });
  return made;
}

function sign(place) {
  if (place.kind === "channel") return place.members ? "closed" : "hash";
  return place.kind === "group" ? "group" : "bot";
}

/** The name of the open place and who is in it, above and in the title. */
export function drawTitle(place, total) {
  byId("place-name").textContent = called(place);
  byId("place-about").textContent = about(place);
  document.title = `${total ? `(${total}) ` : ""}${called(place)} · Brewmate`;
}

/** The drawer on a phone: the rest of the page rests while it is open. */
export function openDrawer() {
  byId("side").classList.add("open");
  byId("shade").hidden = false;
  byId("main").inert = true;
  byId("side-open").setAttribute("aria-expanded", "true");
  byId("side-close").focus();
}

export function closeDrawer() {
  if (!byId("side").classList.contains("open")) return;
  byId("side").classList.remove("open");
  byId("shade").hidden = true;
  byId("main").inert = false;
  byId("side-open").setAttribute("aria-expanded", "false");
  if (isPhone()) byId("side-open").focus();
}

byId("side-open").addEventListener("click", openDrawer);
byId("side-close").addEventListener("click", closeDrawer);
byId("shade").addEventListener("click", closeDrawer);
byId("side").addEventListener("keydown", (event) => { if (event.key === "Escape") closeDrawer(); });
matchMedia("(max-width: 47.99rem)").addEventListener("change", closeDrawer);
