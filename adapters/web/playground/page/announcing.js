// What a screen reader is told: new posts in short, where the log itself would read out every button.

import { byId, el } from "./dom.js";
import { called, placed, room, say } from "./room.js";

const STAYS = 4000; // milliseconds; long enough to be picked up, short enough not to be met by a reading cursor
const LONGEST = 400;

/** Have a sentence read out when there is a pause. */
export function announce(sentence) {
  const line = el("span", {}, `${sentence} `);
  byId("announcer").append(line);
  setTimeout(() => line.remove(), STAYS);
}

/** A post that came: its words where it is in view, its place where it isn't. Nobody is told what they wrote. */
export function announcePost(post) {
  if (post.by === room.me.id) return;
  const text = post.summary.length > LONGEST ? `${post.summary.slice(0, LONGEST)}…` : post.summary;
  if (post.place !== room.place) announce(say("new_in", { place: called(placed(post.place)) }));
  else announce(say(post.private ? "privately" : "says", { name: post.name, text }));
}
