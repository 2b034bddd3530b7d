// A form as a dialog, drawn from its command's declaration, with what is wrong at the field it is about.

import { focusComposer } from "./composer.js";
import { byId, isShown } from "./dom.js";
import { field } from "./fields.js";
import { press } from "./pressing.js";
import { deed } from "./wire.js";

const dialog = byId("form");
const fields = byId("fields");
let current = null;
let sending = false;
let opener = null; // where the focus was
const finished = new Set(); // forms that were sent or closed; word of them may still be on its way

/**
 * Show the newest of the open forms. Called with every answer from the server, of which an older one may come later:
 * so only the answer to a form closes it.
 */
export function drawForms(forms, closes = false) {
  const form = forms.filter((each) => !finished.has(each.id)).at(-1) ?? null;
  if (form?.id === current?.id || sending || !(form || closes)) return;
  current = form;
  if (!form) return shut();
  byId("form-title").textContent = form.command.summary;
  const shown = new Set(form.command.options.map((option) => option.name));
  problem(Object.entries(form.errors).filter(([name]) => !shown.has(name)).map(([, sentence]) => sentence).join(" "));
  fields.replaceChildren(...form.command.options.map((option) => field(option, form)));
  if (!dialog.open) {
    opener = document.activeElement;
    dialog.showModal();
  }
  (fields.querySelector("[aria-invalid]") ?? fields.querySelector("input, select, textarea") ?? byId("form-send")).focus();
}

/** Word of a form that opened, which may come after it was sent or closed. */
export function formOpened(form) {
  if (!finished.has(form.id)) drawForms([form]);
}

/** Whoever we were before, their form is not ours. */
export function putAwayForm() {
  current = null;
  sending = false;
  shut();
}

/** Closed, with the focus where it was before; where that is gone, on the line one writes in. */
function shut() {
  if (!dialog.open) return;
  dialog.close();
  if (opener && opener !== document.body && isShown(opener)) opener.focus();
  else focusComposer();
}

function problem(sentence) {
  byId("form-problem").textContent = sentence;
}

dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sending || !current) return;
  sending = true;
  const values = Object.fromEntries(new FormData(event.target));
  const sent = current.id;
  const typing = document.activeElement;
  fields.inert = true; // what would be typed now is not sent any more
  const answer = await press(byId("form-send"), "submit", { form: sent, values }, problem);
  fields.inert = false;
  sending = false;
  if (!answer) {
    if (isShown(typing)) typing.focus();
    return;
  }
  finished.add(sent);
  drawForms(answer.forms, true);
});

function dismiss() {
  const form = current;
  putAwayForm();
  if (!form) return;
  finished.add(form.id);
  deed("dismiss", { form: form.id }).catch(() => {}); // it only stays open on the server
}

byId("form-cancel").addEventListener("click", dismiss);
dialog.addEventListener("cancel", (event) => { event.preventDefault(); dismiss(); });
