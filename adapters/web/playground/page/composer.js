// The line one writes in: Enter sends, Shift+Enter breaks the line, a slash brings up what could follow.

import { announce } from "./announcing.js";
import { offers } from "./completing.js";
import { byId, el, isPhone } from "./dom.js";
import { called, here, room, say } from "./room.js";
import { drawUsage } from "./usage.js";
import { deed, Refused } from "./wire.js";

const DRAFTS = "brewmate.draft";
const text = byId("text");
const list = byId("suggestions");
let offered = null;
let chosen = -1;
let asked = 0;

/** Wire the composer up; `send(text)` does it and throws Refused. */
export function beginComposer(send) {
  byId("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(send); });
  text.addEventListener("input", () => { grow(); problem(""); offer(); });
  text.addEventListener("keydown", (event) => key(event, send));
  text.addEventListener("blur", () => hide());
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the text keeps the focus
    const item = event.target.closest("[role=option]");
    if (item) accept([...list.children].indexOf(item));
  });
}

/** Another place or person: its draft, and what the line is for. */
export function drawComposer() {
  const place = here();
  text.value = draft(draftKey());
  const label = (key) => (place.kind === "direct" ? say(`${key}_direct`) : say(key, { place: called(place) }));
  text.placeholder = label(isPhone() ? "write_short" : "write");
  text.setAttribute("aria-label", label("write"));
  problem("");
  hide();
  settle();
}

export const focusComposer = () => text.focus();

/** Say above the line what went wrong; empty takes it away. */
export function problem(sentence) {
  byId("problem").textContent = sentence;
}

/** The line is empty at once; what didn't get through comes back to it, before anything written since. */
async function submit(send) {
  const said = text.value;
  if (!said.trim()) return;
  const key = draftKey();
  write("", key);
  problem("");
  hide();
  try {
    await send(said);
  } catch (error) {
    write([said, draft(key)].filter(Boolean).join("\n"), key);
    if (key === draftKey()) problem(error instanceof Refused ? error.message : say("not_sent"));
  }
}

function key(event, send) {
  if (event.isComposing) return;
  const plain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (offered && plain) {
    const count = list.children.length;
    if (event.key === "ArrowDown") return event.preventDefault(), choose((chosen + 1) % count);
    if (event.key === "ArrowUp") return event.preventDefault(), choose(chosen > 0 ? chosen - 1 : count - 1);
    if (event.key === "Escape") return event.preventDefault(), hide();
    if (event.key === "Tab") return event.preventDefault(), accept(Math.max(chosen, 0));
    if (event.key === "Enter" && chosen >= 0) return event.preventDefault(), accept(chosen);
  }
  if (event.key === "Enter" && plain) {
    event.preventDefault();
    submit(send);
  }
}

async function offer() {
  keepDraft(draftKey(), text.value);
  settle();
  const mine = ++asked;
  const { commands, places, people, roles } = room;
  const before = text.value.slice(0, text.selectionStart);
  const ask = async (command, option, typed) => {
    const answer = await deed("suggest", { command: command.path, option: option.name, typed }).catch(() => null);
    return answer?.suggestions ?? [];
  };
  const words = { yes: say("yes"), no: say("no") };
  const found = await offers(before, { commands, places, people, roles, words, ask });
  if (mine === asked) show(found);
}

function show(found) {
  if (!found) return hide();
  const isNew = !offered;
  offered = found;
  list.replaceChildren(...found.items.map((item, at) => el("li", { role: "option", id: `offer-${at}`, "aria-selected": "false" },
    el("span", { class: "label", dir: "auto" }, item.label), el("span", { class: "hint-text", dir: "auto" }, item.hint ?? ""),
    "needed" in item ? el("span", { class: item.needed ? "needed" : "note" }, say(item.needed ? "required" : "optional")) : null)));
  list.hidden = false;
  text.setAttribute("aria-expanded", "true");
  choose(found.eager ? 0 : -1);
  if (isNew) announce(say("suggestions_count", { count: found.items.length }));
}

function hide() {
  asked++;
  offered = null;
  chosen = -1;
  list.hidden = true;
  list.replaceChildren();
  if (text.hasAttribute("aria-expanded")) text.setAttribute("aria-expanded", "false");
  text.removeAttribute("aria-activedescendant");
}

function choose(at) {
  chosen = at;
  [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
  if (chosen < 0) return text.removeAttribute("aria-activedescendant");
  text.setAttribute("aria-activedescendant", `offer-${chosen}`);
  list.children[chosen].scrollIntoView({ block: "nearest" });
}

function accept(at) {
  const item = offered.items[at];
  const after = text.value.slice(text.selectionStart);
  text.value = text.value.slice(0, offered.from) + item.insert + after.trimStart();
  text.selectionStart = text.selectionEnd = offered.from + item.insert.length;
  hide();
  grow();
  offer();
}

/** A line that begins with a slash is a combobox; any other is text of several lines. */
function settle() {
  const isCommand = text.value.startsWith("/");
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": "suggestions", "aria-expanded": String(!list.hidden), "aria-describedby": "usage" };
  for (const [name, value] of Object.entries(attributes)) {
    if (isCommand) text.setAttribute(name, value);
    else text.removeAttribute(name);
  }
  drawUsage(text.value);
  grow();
}

function write(line, key) {
  keepDraft(key, line);
  if (key !== draftKey()) return;
  text.value = line;
  settle();
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, innerHeight / 3)}px`;
}

/** What was begun and not sent, by person and place; a page that is loaded anew still has it. */
const draft = (key) => sessionStorage.getItem(key) ?? "";
const keepDraft = (key, line) => (line ? sessionStorage.setItem(key, line) : sessionStorage.removeItem(key));
const draftKey = () => `${DRAFTS}.${room.me.id}.${room.place}`;
