// What has been said in the open place, and the buttons under it.

import { byId, el, icon } from "./dom.js";
import { waitingHere } from "./pending.js";
import { article, drawMore, pendingArticle } from "./post.js";
import { called, here, postHere, postsHere, room, say } from "./room.js";
import { exchange, join, stand } from "./roving.js";

const TOGETHER = 5 * 60 * 1000; // posts of one author within this stand under one name
const NEAR = 80; // pixels from the end that still count as being there
const HINT_DONE = "brewmate.hint";
let wasAtEnd = true;
let hintPlace = null; // the hint stands where a visitor comes in

const log = byId("log");
const jump = byId("jump");

/** Draw the open place anew, without having all of it read out. `play` begins the show. */
export function drawTranscript(play) {
  const place = here();
  const isFirst = hintPlace === null;
  if (place.kind === "channel") hintPlace ??= place.id;
  stand(null);
  log.setAttribute("aria-label", say("log", { place: called(place) }));
  log.replaceChildren(...[hint(play), el("p", { class: "empty" }, say(`empty_${place.kind}`))].filter(Boolean));
  for (const post of postsHere()) append(post);
  for (const note of waitingHere()) drawPending(note);
  stand(log.querySelector("article:last-of-type"));
  if (isFirst && log.querySelector(".hint")) log.scrollTop = 0;
  else toEnd();
  wasAtEnd = atEnd();
}

/** A new post in the open place. */
export function addPost(post) {
  const follow = wasAtEnd || post.by === room.me.id || post.private;
  const made = append(post);
  made.classList.add("new");
  if (follow) toNewest(made);
  else jump.hidden = false;
}

/** A post that was drawn anew; whoever stood on one of its buttons stays there. */
export function revisePost(post) {
  const old = byId(`post-${post.id}`);
  if (!old) return;
  exchange(old, article(post, old.classList.contains("joined")));
  if (wasAtEnd) toEnd();
}

/** A post that was taken away. */
export function removePost({ id }) {
  const old = byId(`post-${id}`);
  if (!old) return;
  const next = old.nextElementSibling;
  const nextPost = next?.classList.contains("joined") && postHere(next.dataset.post);
  const neighbour = [next, old.previousElementSibling].find((each) => each?.matches("article"));
  const hadFocus = old.contains(document.activeElement);
  const day = old.previousElementSibling;
  if (day?.matches(".day") && !next?.dataset.post) day.remove();
  old.remove();
  if (neighbour) stand(neighbour);
  if (hadFocus) (neighbour ?? log).focus();
  if (nextPost) exchange(next, article(nextPost, old.classList.contains("joined")));
}

/** What was just typed, at once. */
export function drawPending(note) {
  const made = pendingArticle(note.text);
  made.dataset.pending = note.number;
  log.append(made);
  toEnd();
}

/** It is confirmed, or nothing came of it. */
export const removePending = (note) => log.querySelector(`[data-pending="${note.number}"]`)?.remove();

/** What one may do has changed: the menus follow. */
export function drawMenus() {
  for (const each of log.querySelectorAll("[data-post]")) drawMore(each, postHere(each.dataset.post));
}

/** To the newest message. */
export function toEnd() {
  log.scrollTop = log.scrollHeight;
  jump.hidden = true;
  wasAtEnd = true;
}

/** To the newest message's end; of one that is longer than what can be seen, to where it begins. */
function toNewest(made) {
  toEnd();
  if (made.offsetHeight <= log.clientHeight) return;
  log.scrollTop += made.getBoundingClientRect().top - log.getBoundingClientRect().top;
  wasAtEnd = false;
}

const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;

function append(post) {
  const waiting = log.querySelector("[data-pending]");
  const last = waiting ? waiting.previousElementSibling : log.lastElementChild;
  const before = last?.dataset.post && postHere(last.dataset.post);
  if (before?.day !== post.day) log.insertBefore(el("p", { class: "day" }, el("span", {}, post.day)), waiting);
  const made = article(post, Boolean(before) && together(before, post));
  log.insertBefore(made, waiting);
  join(made);
  return made;
}

function together(before, post) {
  const sameHand = before.by === post.by && post.by !== null && before.private === post.private;
  return sameHand && before.day === post.day && new Date(post.at) - new Date(before.at) < TOGETHER;
}

function hint(play) {
  if (localStorage.getItem(HINT_DONE) || room.place !== hintPlace) return null;
  const tries = [room.clock ? "hint_clock" : "hint_press", "hint_help", "hint_words", "hint_switch"];
  const watch = el("button", { type: "button", class: "button primary", hidden: !room.clock }, icon("play"), say("show_around"));
  const done = el("button", { type: "button", class: "button" }, say("hint_done"));
  const card = el("section", { class: "hint", "aria-labelledby": "hint-title" },
    el("h2", { id: "hint-title" }, say("hint_title")), el("p", {}, say("hint_lead")),
    el("ul", {}, ...tries.map((key) => el("li", {}, say(key)))), el("div", { class: "choices" }, watch, done));
  const away = () => { localStorage.setItem(HINT_DONE, "yes"); card.remove(); };
  done.addEventListener("click", () => { away(); byId("text").focus(); });
  watch.addEventListener("click", () => { away(); play(); });
  return card;
}

log.addEventListener("scroll", () => { wasAtEnd = atEnd(); if (wasAtEnd) jump.hidden = true; }, { passive: true });
new ResizeObserver(() => { if (wasAtEnd) toEnd(); }).observe(log); // a growing line to write in hides nothing
jump.addEventListener("click", () => { toEnd(); byId("text").focus(); });
