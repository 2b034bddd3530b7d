// The page's one thread: load the room as somebody, draw it, do what is asked, follow what happens.

import { announcePost } from "./announcing.js";
import { drawClock, notBefore } from "./clock.js";
import { beginComposer, drawComposer, focusComposer, problem } from "./composer.js";
import { back, lost } from "./connection.js";
import { byId, face, isPhone } from "./dom.js";
import { drawForms, formOpened, putAwayForm } from "./forms.js";
import { beginKeys } from "./keys.js";
import { closeMenu, openMenu } from "./menu.js";
import { confirmedBy, sent, settled } from "./pending.js";
import { beginPerson, drawPerson } from "./person.js";
import { commandsIn, deedsFor } from "./post.js";
import { besides, press } from "./pressing.js";
import { begin, forget, here, keep, keepPlace, looked, person, placed, postHere, room, say } from "./room.js";
import { beginShow, isShowing, pause, play } from "./show.js";
import { closeDrawer, drawPlaces, drawTitle } from "./sidebar.js";
import { addPost, drawMenus, drawPending, drawTranscript, removePending, removePost, revisePost, toEnd } from "./transcript.js";
import { deed, hush, listen, Refused, state } from "./wire.js";

const FIRST_RETRY = 1000;
const page = document.documentElement;
let loading = 0;

/** Load the room as this person (the first one, if none is named), and follow it from there. */
async function load(as) {
  const mine = ++loading;
  hush();
  let fresh;
  try {
    fresh = await state(as);
  } catch (error) {
    if (mine !== loading) return;
    if (error instanceof Refused && as) return load("");
    lost();
    setTimeout(() => { if (mine === loading) load(as); }, FIRST_RETRY);
    return;
  }
  if (mine !== loading) return;
  begin(fresh);
  page.lang = room.locale;
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = say(each.dataset.text);
  for (const each of document.querySelectorAll("[data-label]")) each.setAttribute("aria-label", say(each.dataset.label));
  closeMenu();
  putAwayForm();
  drawPerson();
  open(room.place);
  drawClock(room.clock);
  byId("show-me").hidden = !room.clock;
  drawForms(room.forms);
  listen({ happened, lost, back, reload: () => load(room.me.id) });
  page.dataset.ready = "yes";
}

/** Show a place. */
function open(id) {
  room.place = id;
  const address = new URLSearchParams({ as: room.me.id, in: id });
  history.replaceState(null, "", `?${address}`);
  drawTranscript(() => play(look));
  drawComposer();
  drawSide();
  if (!isPhone() && !isShowing()) focusComposer();
}

/** The same by somebody's own hand: whoever watches the show and looks elsewhere has it wait. */
function visit(id) {
  pause();
  open(id);
}

/** Be somebody else, by one's own hand. */
async function become(id) {
  pause();
  await load(id);
  if (!isShowing()) byId("person").focus();
}

/** See a place through somebody's eyes. */
async function look(as, place) {
  if (as === room.me.id && place === room.place) return;
  room.place = place;
  if (as === room.me.id) open(place);
  else await load(as);
}

function drawSide() {
  if (!document.hidden) looked();
  drawTitle(here(), drawPlaces(visit));
}

const handlers = {
  posted(post) {
    notBefore(post.at);
    const note = confirmedBy(post);
    if (note && settled(note)) removePending(note);
    const isNew = keep(post);
    if (isNew) announcePost(post);
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
  standing(standing) {
    Object.assign(room, standing);
    drawPerson();
    drawMenus();
  },
  form: formOpened,
  clock: drawClock,
};

const happened = (what, data) => handlers[what](data);

/** What is written shows at once, and is confirmed by the answer or by what happens, whichever comes first. */
async function send(text) {
  const note = sent(text);
  drawPending(note);
  try {
    const answer = await deed("say", { text, channel: note.place });
    for (const post of answer.said) if (note.by === room.me.id && !postHere(post.id)) handlers.posted(post);
    if (note.by === room.me.id) drawForms(answer.forms);
  } finally {
    if (settled(note)) removePending(note);
  }
}

/** A deed about a message, whose answer may open a form. */
async function done(button, name, sending, article) {
  const answer = await press(button, name, { channel: room.place, ...sending }, besides(article.querySelector(".body")));
  if (answer) drawForms(answer.forms);
}

byId("log").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const article = button?.closest("[data-post]");
  if (!article) return;
  const about = { channel: room.place, post: article.dataset.post };
  const act = (data) => () => (data.command
    ? done(button, "command", { command: data.command, values: {}, about }, article)
    : done(button, data.deed, about, article));
  if (button.dataset.button) done(button, "press", { post: about.post, button: Number(button.dataset.button) }, article);
  else if (button.dataset.more !== undefined) {
    const items = deedsFor(postHere(about.post)).map((item) => ({ ...item, act: act(item.data) }));
    openMenu(button, button.getAttribute("aria-label"), items);
  } else if (button.dataset.member) memberMenu(button, button.dataset.member, article);
});

/** What can be done about a member; being them can, too. */
function memberMenu(button, id, article) {
  const known = person(id);
  if (!known) return;
  const items = commandsIn("member").map((item) => ({
    ...item, act: () => done(button, "command", { command: item.data.command, values: {}, about: { member: id } }, article),
  }));
  const be = { label: say("look_as", { name: known.name }), face: face(known, "small"), data: { person: id }, act: () => become(id) };
  openMenu(button, known.name, id === room.me.id && items.length ? items : [...items, be]);
}

byId("clock").addEventListener("click", async (event) => {
  const button = event.target.closest("[data-skip]");
  if (!button) return;
  const told = (sentence) => { byId("clock-problem").textContent = sentence; };
  const answer = await press(button, "skip", { to: button.dataset.skip }, told);
  if (!answer) return;
  drawClock(answer.clock);
  const posted = button.dataset.skip === "nudge" ? answer.posted.at(-1) : null;
  if (!posted || !placed(posted)) return;
  closeDrawer();
  if (posted !== room.place) visit(posted);
  toEnd();
});

document.addEventListener("visibilitychange", () => { if (!document.hidden && here()) drawSide(); });
addEventListener("pageshow", (event) => { if (event.persisted) load(room.me?.id ?? ""); }); // the stream was closed meanwhile

beginComposer(send);
beginKeys(visit);
beginShow(look);
beginPerson(become, async (direct) => {
  const answer = await press(byId("person"), "person", { direct }, problem);
  if (answer) room.direct = direct;
});

const wanted = new URLSearchParams(location.search);
room.place = wanted.get("in");
await load(wanted.get("as") ?? "");
