// What was sent and isn't confirmed yet, so that nobody waits to see their own words.

import { room } from "./room.js";

const waiting = [];
let number = 0;

/** Note what was typed here; the note is given to `settled` when the server has answered. */
export function sent(text) {
  const note = { number: ++number, by: room.me.id, place: room.place, text: text.trim() };
  waiting.push(note);
  return note;
}

/** The server has answered, or nothing came of it. */
export function settled(note) {
  const at = waiting.indexOf(note);
  if (at >= 0) waiting.splice(at, 1);
  return at >= 0;
}

/** The note that this post confirms, if there is one. */
export const confirmedBy = (post) =>
  waiting.find((note) => note.by === post.by && note.place === post.place && note.text === post.summary);

/** What waits in the open place. */
export const waitingHere = () => waiting.filter((note) => note.by === room.me.id && note.place === room.place);
