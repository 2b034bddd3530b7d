// A form as a dialog, drawn from its command's declaration, with what is wrong at the field it is about.

import { byId, el } from "./dom.js";
import { room, say } from "./room.js";
import { deed, Refused } from "./wire.js";

const dialog = byId("form");
const fields = byId("fields");
const PAUSE = 150; // milliseconds without a key before completions are asked for
let current = null;
let sending = false;

/** Show the newest of the open forms, or none. Called with every answer from the server, too. */
export function drawForms(forms) {
  const form = forms.at(-1) ?? null;
  if (form?.id === current?.id || sending) return;
  current = form;
  if (!form) return dialog.close();
  byId("form-title").textContent = form.command.summary;
  const shown = new Set(form.command.options.map((option) => option.name));
  problem(Object.entries(form.errors).filter(([name]) => !shown.has(name)).map(([, sentence]) => sentence).join(" "));
  fields.replaceChildren(...form.command.options.map((option) => field(option, form)));
  if (!dialog.open) dialog.showModal();
  (fields.querySelector("[aria-invalid]") ?? fields.querySelector("input, select, textarea"))?.focus();
}

/** Whoever we were before, their form is not ours. */
export function putAwayForm() {
  current = null;
  sending = false;
  dialog.close();
}

function field(option, form) {
  const id = `field-${option.name}`;
  const value = form.filled[option.name] ?? "";
  const error = form.errors[option.name];
  const about = [option.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const attributes = { id, name: option.name, dir: "auto", "aria-describedby": about || null,
    "aria-invalid": error ? "true" : null, "aria-required": option.required ? "true" : null };
  const label = el("label", { for: id }, option.label,
    option.required ? null : el("span", { class: "note" }, ` (${say("optional")})`));
  return el("div", { class: error ? "field wrong" : "field" }, label,
    option.hint ? el("p", { class: "note", id: `${id}-hint` }, option.hint) : null,
    ...control(option, attributes, value),
    error ? el("p", { class: "problem", id: `${id}-error` }, error) : null);
}

function control(option, attributes, value) {
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
  suggestInto(input, list, option);
  return [input, list];
}

function choicesOf(option) {
  switch (option.kind) {
    case "choice": return option.choices;
    case "bool": return [["yes", say("yes")], ["no", say("no")]];
    case "channel": return room.places.filter((place) => place.kind === "channel").map((place) => [place.id, `#${place.name}`]);
    case "member": return room.people.map((person) => [person.id, person.name]);
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

function suggestInto(input, list, option) {
  let timer = 0;
  const path = current.command.path;
  const ask = async () => {
    const answer = await deed("suggest", { command: path, option: option.name, typed: input.value }).catch(() => null);
    if (answer) list.replaceChildren(...answer.suggestions.map(({ label, value }) => el("option", { value, label })));
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  input.addEventListener("focus", ask, { once: true });
}

function problem(sentence) {
  byId("form-problem").textContent = sentence;
}

dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sending || !current) return;
  sending = true;
  const values = Object.fromEntries(new FormData(event.target));
  try {
    const { forms } = await deed("submit", { form: current.id, values });
    sending = false;
    drawForms(forms);
  } catch (error) {
    sending = false;
    problem(error instanceof Refused ? error.message : say("not_sent"));
  }
});

function dismiss() {
  const form = current;
  putAwayForm();
  if (form) deed("dismiss", { form: form.id }).catch(() => {}); // it only stays open on the server
}

byId("form-cancel").addEventListener("click", dismiss);
dialog.addEventListener("cancel", (event) => { event.preventDefault(); dismiss(); });
