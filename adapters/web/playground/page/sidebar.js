// The list of places, who we are, and the drawer that holds both on a phone.

import { byId, el, isPhone } from "./dom.js";
import { called, room, say, unread } from "./room.js";

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
  const mark = count ? el("span", { class: "unread", "aria-label": say("unread", { count }) }, String(count)) : null;
  const sign = el("span", { class: "sign", "aria-hidden": "true" }, { channel: "#", group: "◦", direct: "@" }[place.kind]);
  const made = el("button", { type: "button", "data-place": place.id, "aria-current": current ? "page" : null,
    class: count ? "has-unread" : null }, sign, el("span", { class: "name", dir: "auto" }, place.name), mark);
  made.addEventListener("click", () => { closeDrawer(); open(place.id); });
  return made;
}

/** The header, the switch of persons and what depends on who we are. */
export function drawPerson() {
  const options = room.people.map((person) => {
    const name = person.moderator ? say("moderator", { name: person.name }) : person.name;
    const option = el("option", { value: person.id }, name);
    option.selected = person.id === room.me.id;
    return option;
  });
  byId("person").replaceChildren(...options);
  byId("direct").checked = room.direct;
  byId("direct-label").textContent = say("takes_direct", { name: room.me.name });
}

/** The name of the open place, above and in the title. */
export function drawTitle(place, total) {
  byId("place-name").textContent = called(place);
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
