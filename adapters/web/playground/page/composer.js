// The line one writes in: Enter sends, Shift+Enter breaks the line, a slash brings up what could follow.

import { commandIn, offers } from "./completing.js";
import { byId, el } from "./dom.js";
import { called, here, room, say } from "./room.js";
import { deed, Refused } from "./wire.js";

const text = byId("text");
const list = byId("suggestions");
const drafts = new Map(); // what was begun and not sent, by person and place
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
  text.value = drafts.get(draftKey()) ?? "";
  text.placeholder = place.kind === "direct" ? say("write_direct") : say("write", { place: called(place) });
  text.setAttribute("aria-label", text.placeholder);
  problem("");
  hide();
  usage();
  grow();
}

export const focusComposer = () => text.focus();

/** Say under the transcript what went wrong; empty takes it away. */
export function problem(sentence) {
  byId("problem").textContent = sentence;
}

async function submit(send) {
  const said = text.value;
  if (!said.trim()) return;
  const [key, place] = [draftKey(), room.place];
  text.value = "";
  drafts.delete(key);
  hide();
  usage();
  grow();
  try {
    await send(said, place);
    problem("");
  } catch (error) {
    if (key === draftKey() && !text.value) text.value = said;
    drafts.set(key, said);
    grow();
    problem(error instanceof Refused ? error.message : say("not_sent"));
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
  drafts.set(draftKey(), text.value);
  usage();
  const mine = ++asked;
  const { commands, places, people } = room;
  const before = text.value.slice(0, text.selectionStart);
  const ask = async (command, option, typed) => {
    const answer = await deed("suggest", { command: command.path, option: option.name, typed }).catch(() => null);
    return answer?.suggestions ?? [];
  };
  const words = { yes: say("yes"), no: say("no") };
  const found = await offers(before, { commands, places, people, words, ask });
  if (mine === asked) show(found);
}

function show(found) {
  if (!found) return hide();
  offered = found;
  list.replaceChildren(...found.items.map((item, at) => el("li", { role: "option", id: `offer-${at}`, "aria-selected": "false" },
    el("span", { class: "label", dir: "auto" }, item.label),
    el("span", { class: "hint-text", dir: "auto" }, item.optional ? `${item.hint} (${say("optional")})` : item.hint ?? ""))));
  list.hidden = false;
  choose(found.eager ? 0 : -1);
  if (!usageText()) byId("usage").textContent = say("suggestions_count", { count: found.items.length });
}

function hide() {
  asked++;
  offered = null;
  chosen = -1;
  list.hidden = true;
  list.replaceChildren();
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

/** What the typed command takes, and that a form asks for what is missing. */
function usage() {
  byId("usage").textContent = usageText();
}

function usageText() {
  const known = text.value.startsWith("/") && commandIn(text.value, room.commands);
  if (!known) return "";
  const { command } = known;
  const takes = command.options.map((each) => (each.required ? `${each.name}:` : `[${each.name}:]`)).join(" ");
  const form = command.options.some((each) => each.required) ? say("opens_form") : "";
  return [`${command.summary}.`, takes, form].filter(Boolean).join(" ");
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight + 2, innerHeight / 3)}px`;
}

const draftKey = () => `${room.me.id} ${room.place}`;
