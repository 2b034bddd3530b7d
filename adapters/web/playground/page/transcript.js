// What has been said in the open place, and the buttons under it.

import { byId, drawn, el } from "./dom.js";
import { called, here, postsHere, room, say } from "./room.js";

const TOGETHER = 5 * 60 * 1000; // posts of one author within this stand under one name
const NEAR = 80; // pixels from the end that still count as being there
const HINT_DONE = "brewmate.hint";
let wasAtEnd = true;
let hintPlace = null; // the hint stands where a visitor comes in

const log = byId("log");
const jump = byId("jump");

/** Draw the open place anew, without having all of it read out. */
export function drawTranscript() {
  const place = here();
  const isFirst = hintPlace === null;
  hintPlace ??= place.id;
  log.setAttribute("aria-live", "off");
  log.setAttribute("aria-label", say("log", { place: called(place) }));
  log.replaceChildren(...[hint(), el("p", { class: "empty" }, say(`empty_${place.kind}`))].filter(Boolean));
  for (const post of postsHere()) append(post);
  if (isFirst && log.querySelector(".hint")) log.scrollTop = 0;
  else toEnd();
  wasAtEnd = atEnd();
  requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
}

/** A new post in the open place. */
export function addPost(post) {
  const follow = wasAtEnd || post.by === room.me.id || post.private;
  append(post);
  if (follow) toEnd();
  else jump.hidden = false;
}

/** A post that was drawn anew; whoever stood on one of its buttons stays there. */
export function revisePost(post) {
  const old = byId(`post-${post.id}`);
  if (!old) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.button : undefined;
  const made = article(post, old.classList.contains("joined"));
  old.replaceWith(made);
  if (focused !== undefined) made.querySelector(`[data-button="${focused}"]`)?.focus();
  if (wasAtEnd) toEnd();
}

/** A post that was taken away. */
export function removePost({ id }) {
  const old = byId(`post-${id}`);
  if (!old) return;
  const next = old.nextElementSibling;
  const nextPost = next?.classList.contains("joined") && room.posts.get(room.place)?.get(next.dataset.post);
  if (old.contains(document.activeElement)) log.focus();
  old.remove();
  if (nextPost) next.replaceWith(article(nextPost, old.classList.contains("joined")));
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
  jump.hidden = true;
  wasAtEnd = true;
}

const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;

function append(post) {
  const last = log.lastElementChild;
  const before = last?.dataset.post && room.posts.get(post.place)?.get(last.dataset.post);
  if (before?.day !== post.day) log.append(el("p", { class: "day" }, el("span", {}, post.day)));
  log.append(article(post, Boolean(before) && together(before, post)));
}

function together(before, post) {
  const sameHand = before.by === post.by && before.private === post.private && !post.private;
  return sameHand && before.day === post.day && new Date(post.at) - new Date(before.at) < TOGETHER;
}

function article(post, joined) {
  const isBot = post.by === null;
  const kind = ["post", isBot && "bot", post.private && "private", joined && "joined", post.tone && `tone-${post.tone}`];
  const time = el("time", { datetime: post.at }, post.time);
  const name = el("span", { class: "author", id: `by-${post.id}`, dir: "auto" }, post.name);
  const head = el("div", { class: "head" }, name, isBot ? el("span", { class: "badge" }, say("app")) : null, time,
    post.edited ? el("span", { class: "edited" }, say("edited")) : null);
  const only = post.private ? el("p", { class: "only-you" }, say("only_you")) : null;
  return el("article", { class: kind.filter(Boolean).join(" "), id: `post-${post.id}`, "data-post": post.id,
    "aria-labelledby": `by-${post.id}` }, avatar(post), el("div", { class: "body" }, head, only,
    drawn("div", { class: "said" }, post.html)), more(post));
}

function avatar(post) {
  const tint = [...(post.by ?? "")].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
  const face = post.by === null ? el("img", { src: "/page/icon.svg", alt: "" }) : [...post.name][0]?.toUpperCase();
  return el("div", { class: `avatar tint-${tint}`, "aria-hidden": "true" }, face);
}

/** What else can be done with a post: a moderator deletes the bot's, commands stand in a member's menu. */
function more(post) {
  const made = [];
  if (post.by === null && room.me.moderator) {
    made.push(el("button", { type: "button", class: "quiet", "data-deed": "delete",
      "aria-label": say("delete_label", { name: post.name }) }, say("delete")));
  }
  if (post.by !== null) {
    for (const command of room.commands.filter((each) => each.menu === "message")) {
      made.push(el("button", { type: "button", class: "quiet", "data-command": command.path }, command.summary));
    }
  }
  return made.length ? el("div", { class: "more" }, ...made) : null;
}

function hint() {
  if (localStorage.getItem(HINT_DONE) || room.place !== hintPlace) return null;
  const tries = [room.clock ? "hint_clock" : "hint_press", "hint_help", "hint_words", "hint_switch"];
  const done = el("button", { type: "button", class: "button" }, say("hint_done"));
  const card = el("section", { class: "hint", "aria-labelledby": "hint-title" },
    el("h2", { id: "hint-title" }, say("hint_title")), el("p", {}, say("hint_lead")),
    el("ul", {}, ...tries.map((key) => el("li", {}, say(key)))), done);
  done.addEventListener("click", () => { localStorage.setItem(HINT_DONE, "yes"); card.remove(); log.focus(); });
  return card;
}

log.addEventListener("scroll", () => { wasAtEnd = atEnd(); if (wasAtEnd) jump.hidden = true; }, { passive: true });
new ResizeObserver(() => { if (wasAtEnd) toEnd(); }).observe(log); // a growing line to write in hides nothing
jump.addEventListener("click", () => { toEnd(); log.focus(); });
