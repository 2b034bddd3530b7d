// One message as it is drawn.

import { drawn, el, face, icon } from "./dom.js";
import { room, say } from "./room.js";

/** A message; one that is `joined` to the one before it goes without its author's head. */
export function article(post, joined) {
  const isBot = post.by === null;
  const kind = ["post", isBot && "bot", post.private && "private", joined && "joined"];
  const only = post.private ? el("p", { class: "only-you" }, icon("closed"), say("only_you")) : null;
  const made = el("article", { class: kind.filter(Boolean).join(" "), id: `post-${post.id}`, tabindex: "-1",
    "data-post": post.id, "data-by": post.by ?? "", "data-private": post.private, "data-tone": post.tone,
    "aria-labelledby": `by-${post.id} at-${post.id}` },
    avatar(post), el("div", { class: "body" }, head(post, joined), only, drawn("div", { class: "said" }, post.html)), more(post));
  return made;
}

/** What was typed and isn't confirmed yet. */
export function pendingArticle(text) {
  return el("article", { class: "post pending", "data-pending": true, "aria-busy": "true", tabindex: "-1", "aria-label": say("sending") },
    face(room.me), el("div", { class: "body" },
      el("div", { class: "head" }, el("span", { class: "author" }, room.me.name), el("span", { class: "edited" }, say("sending"))),
      el("div", { class: "said" }, el("p", { class: "typed", dir: "auto" }, text))));
}

/** What the menu of a message holds: a moderator deletes the bot's, commands stand in a member's. */
export function deedsFor(post) {
  if (post.by === null) return room.me.moderator ? [{ label: say("delete"), data: { deed: "delete" } }] : [];
  return commandsIn("message");
}

/** The commands that stand in the menus of messages, or of members. */
export function commandsIn(menu) {
  const here = room.commands.filter((each) => each.menu === menu);
  return here.map((each) => ({ label: each.summary, data: { command: each.path } }));
}

/** The menus follow what one may do. */
export function drawMore(article, post) {
  article.querySelector("[data-more]").hidden = !deedsFor(post).length;
}

function head(post, joined) {
  const time = el("time", { datetime: post.at, id: `at-${post.id}` }, post.time);
  const isMember = post.by !== null && !joined;
  const name = isMember
    ? el("button", { type: "button", class: "author", id: `by-${post.id}`, "data-member": post.by, "aria-haspopup": "menu", "aria-expanded": "false", dir: "auto" }, post.name)
    : el("span", { class: "author", id: `by-${post.id}`, dir: "auto" }, post.name);
  const marks = [["edited", post.edited], ["pinned", post.pinned]].filter(([, is]) => is);
  return el("div", { class: "head" }, name, post.by === null ? el("span", { class: "badge" }, say("app")) : null, time,
    ...marks.map(([key]) => el("span", { class: key }, say(key))));
}

function avatar(post) {
  if (post.by !== null) return face({ id: post.by, name: post.name });
  return el("span", { class: "avatar", "aria-hidden": "true" }, el("img", { src: "/page/icon.svg", alt: "" }));
}

function more(post) {
  return el("button", { type: "button", class: "icon more", "data-more": true, "aria-haspopup": "menu", "aria-expanded": "false",
    "aria-label": say("more", { name: post.name }), hidden: !deedsFor(post).length }, icon("more"));
}
