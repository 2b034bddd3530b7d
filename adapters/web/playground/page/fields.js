// The fields of a form, each with its hint, what is filled in and what is wrong with it.

import { el } from "./dom.js";
import { room, say } from "./room.js";
import { deed } from "./wire.js";

const PAUSE = 150; // milliseconds without a key before completions are asked for

/** One field of a form, from its option's declaration. */
export function field(option, form) {
  const id = `field-${option.name}`;
  const value = form.filled[option.name] ?? "";
  const error = form.errors[option.name];
  const about = [error && `${id}-error`, option.hint && `${id}-hint`].filter(Boolean).join(" ");
  const attributes = { id, name: option.name, dir: "auto", "aria-describedby": about || null,
    "aria-invalid": error ? "true" : null, "aria-required": option.required ? "true" : null };
  const label = el("label", { for: id }, option.label,
    option.required ? null : el("span", { class: "note" }, ` (${say("optional")})`));
  return el("div", { class: error ? "field wrong" : "field" }, label,
    option.hint ? el("p", { class: "note", id: `${id}-hint` }, option.hint) : null,
    ...control(option, attributes, value, form.command.path),
    error ? el("p", { class: "problem", id: `${id}-error` }, error) : null);
}

function control(option, attributes, value, path) {
  const choices = choicesOf(option);
  if (choices) return [select(option, attributes, choices, value)];
  if (option.long) {
    const made = el("textarea", { ...attributes, rows: 4 });
    made.value = value;
    return [made];
  }
  const listId = option.suggests ? `${attributes.id}-list` : null;
  const input = el("input", { ...attributes, type: "text", value, list: listId,
    inputmode: option.kind === "int" && !option.suggests ? "numeric" : null });
  if (!listId) return [input];
  const list = el("datalist", { id: listId });
  suggestInto(input, list, option, path);
  return [input, list];
}

function choicesOf(option) {
  const named = (those, sign) => those.map((each) => [each.id, `${sign}${each.name}`]);
  switch (option.kind) {
    case "choice": return option.choices;
    case "bool": return [["yes", say("yes")], ["no", say("no")]];
    case "channel": return named(room.places.filter((place) => place.kind === "channel"), "#");
    case "member": return named(room.people, "");
    case "role": return named(room.roles, "");
    default: return null;
  }
}

function select(option, attributes, choices, value) {
  const blank = el("option", { value: "" }, option.required ? say("choose") : say("leave_empty"));
  const made = el("select", attributes, blank, ...choices.map(([each, label]) => el("option", { value: each }, label)));
  made.value = value;
  if (made.selectedIndex < 0) made.selectedIndex = 0;
  return made;
}

function suggestInto(input, list, option, path) {
  let timer = 0;
  const ask = async () => {
    const answer = await deed("suggest", { command: path, option: option.name, typed: input.value }).catch(() => null);
    if (answer) list.replaceChildren(...answer.suggestions.map(({ label, value }) => el("option", { value, label })));
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  input.addEventListener("focus", ask, { once: true });
}
