// The page's one thread: load the room as somebody, draw it, do what is asked, follow what happens.

import { drawClock, notBefore } from "./clock.js";
import { beginComposer, drawComposer, focusComposer, problem } from "./composer.js";
import { byId, isPhone } from "./dom.js";
import { drawForms, putAwayForm } from "./forms.js";
import { begin, forget, here, keep, keepPlace, looked, placed, room, say } from "./room.js";
import { closeDrawer, drawPerson, drawPlaces, drawTitle, openDrawer } from "./sidebar.js";
import { addPost, drawTranscript, removePost, revisePost } from "./transcript.js";
import { deed, hush, listen, Refused, state } from "./wire.js";

const FIRST_RETRY = 1000;

/** Load the room as this person (the first one, if none is named), and follow it from there. */
async function load(as) {
  hush();
  try {
    begin(await state(as));
  } catch (error) {
    if (error instanceof Refused && as) return load("");
    lost();
    setTimeout(() => load(as), FIRST_RETRY);
    return;
  }
  document.documentElement.lang = room.locale;
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = say(each.dataset.text);
  for (const each of document.querySelectorAll("[data-label]")) each.setAttribute("aria-label", say(each.dataset.label));
  putAwayForm();
  drawPerson();
  open(room.place);
  drawClock(room.clock);
  drawForms(room.forms);
  listen({ happened, lost, back: () => banner(""), reload: () => load(room.me.id) });
}

/** Show a place. */
function open(id) {
  room.place = id;
  const address = new URLSearchParams({ as: room.me.id, in: id });
  history.replaceState(null, "", `?${address}`);
  drawTranscript();
  drawComposer();
  drawSide();
  if (!isPhone()) focusComposer();
}

function drawSide() {
  if (!document.hidden) looked();
  drawTitle(here(), drawPlaces(open));
}

const handlers = {
  posted(post) {
    notBefore(post.at);
    const isNew = keep(post);
    if (post.place === room.place) (isNew ? addPost : revisePost)(post);
    drawSide();
  },
  revised(post) {
    keep(post);
    if (post.place === room.place) revisePost(post);
  },
  withdrawn(post) {
    forget(post);
    if (post.place === room.place) removePost(post);
    drawSide();
  },
  place(place) {
    keepPlace(place);
    drawSide();
  },
  form: (form) => drawForms([form]),
  clock: drawClock,
};

const happened = (what, data) => handlers[what](data);
const lost = () => banner(room.texts.lost ?? "…");

function banner(sentence) {
  byId("banner").textContent = sentence;
}

/** Do it, with the button at rest meanwhile; what is refused is said above the line one writes in. */
async function press(button, name, sent) {
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await deed(name, sent);
    problem("");
    drawForms(answer.forms);
    return answer;
  } catch (error) {
    problem(error instanceof Refused ? error.message : say("lost"));
    return null;
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

byId("log").addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  const post = button?.closest("[data-post]")?.dataset.post;
  if (!post) return;
  const where = { channel: room.place, post };
  if (button.dataset.button) await press(button, "press", { ...where, button: Number(button.dataset.button) });
  else if (button.dataset.deed) await press(button, button.dataset.deed, where);
  else if (button.dataset.command) {
    const command = { command: button.dataset.command, values: {}, channel: room.place };
    await press(button, "command", { ...command, about: where });
  }
  if (document.activeElement === document.body && button.isConnected) button.focus();
});

byId("clock").addEventListener("click", async (event) => {
  const button = event.target.closest("[data-skip]");
  const answer = button && (await press(button, "skip", { to: button.dataset.skip }));
  if (answer) drawClock(answer.clock);
  const posted = button?.dataset.skip === "nudge" ? answer?.posted.at(-1) : null;
  if (posted && placed(posted)) {
    closeDrawer();
    if (posted !== room.place) open(posted);
  }
  if (button && document.activeElement === document.body) button.focus();
});

byId("person").addEventListener("change", (event) => load(event.target.value));
byId("direct").addEventListener("change", (event) => {
  press(event.target, "person", { direct: event.target.checked }).then((done) => {
    if (!done) event.target.checked = !event.target.checked;
  });
});
byId("side-open").addEventListener("click", openDrawer);
byId("side-close").addEventListener("click", closeDrawer);
byId("shade").addEventListener("click", closeDrawer);
byId("side").addEventListener("keydown", (event) => { if (event.key === "Escape") closeDrawer(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden && here()) drawSide(); });

beginComposer(async (text, channel) => drawForms((await deed("say", { text, channel })).forms));

const wanted = new URLSearchParams(location.search);
room.place = wanted.get("in");
await load(wanted.get("as") ?? "");
