// Who we are, and the menu in which one becomes somebody else.

import { byId, face } from "./dom.js";
import { openMenu } from "./menu.js";
import { room, say } from "./room.js";

const button = byId("person");

/** The switch as it stands. */
export function drawPerson() {
  byId("person-name").textContent = room.me.name;
  byId("person-face").replaceWith(Object.assign(face(room.me, "small"), { id: "person-face" }));
  byId("person-whole").textContent = say("you_are", { name: room.me.name });
  button.setAttribute("aria-label", byId("person-whole").textContent);
}

/** `become(id)` looks as somebody else; `direct(open)` opens or closes our direct messages. */
export function beginPerson(become, direct) {
  button.addEventListener("click", () => {
    const people = room.people.map((each) => ({
      label: each.moderator ? say("moderator", { name: each.name }) : each.name, face: face(each, "small"),
      kind: "radio", checked: each.id === room.me.id, data: { person: each.id }, act: () => become(each.id),
    }));
    const takes = { label: say("takes_direct", { name: room.me.name }), kind: "checkbox", checked: room.direct,
      data: { deed: "direct" }, act: () => direct(!room.direct) };
    openMenu(button, say("choose_person"), [...people, null, takes]);
  });
}
