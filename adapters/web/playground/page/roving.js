// Among the messages: one of them is in the tab order with what is in it, and the arrow keys go to the others.

import { byId } from "./dom.js";

const log = byId("log");
let standing = null;

const posts = () => [...log.querySelectorAll("article")];

/** Let this message be the one that Tab reaches. */
export function stand(article) {
  if (standing !== article && standing) reach(standing, false);
  standing = article;
  if (standing) reach(standing, true);
}

/** A message that came or was drawn anew: out of reach, unless nobody is among the messages and it is the newest. */
export function join(article) {
  const isNewest = posts().at(-1) === article && !log.contains(document.activeElement);
  if (isNewest || !standing?.isConnected) stand(article);
  else reach(article, article === standing);
}

/** Draw one in the place of another; whoever stood in it stays there, on the same button if it is still there. */
export function exchange(old, made) {
  const at = old.contains(document.activeElement) ? controls(old).indexOf(document.activeElement) : null;
  const wasStanding = old === standing;
  old.replaceWith(made);
  if (wasStanding) stand(made);
  else reach(made, false);
  if (at !== null) (controls(made)[at] ?? made).focus();
}

/** Go to a message. */
export function goTo(article) {
  if (!article) return;
  stand(article);
  article.focus({ preventScroll: true });
  article.scrollIntoView({ block: "nearest" });
}

/** Where Tab would go. */
export const current = () => (standing?.isConnected ? standing : posts().at(-1));

function controls(article) {
  return [...article.querySelectorAll("button, a[href]")];
}

function reach(article, inReach) {
  article.tabIndex = inReach ? 0 : -1;
  for (const each of controls(article)) each.tabIndex = inReach ? 0 : -1;
}

log.addEventListener("focusin", (event) => {
  const article = event.target.closest("article");
  if (article && article !== standing) stand(article);
});
log.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const all = posts();
  const at = all.indexOf(event.target.closest("article"));
  const from = at < 0 ? all.indexOf(standing) + (event.key === "ArrowUp" ? 1 : -1) : at;
  const moves = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: all.length - 1 };
  if (!(event.key in moves) || !all.length) return;
  event.preventDefault();
  goTo(all[Math.min(Math.max(moves[event.key], 0), all.length - 1)]);
});
