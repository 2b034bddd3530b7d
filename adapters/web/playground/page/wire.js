// Everything that goes over the wire: deeds out, what happened in.

import { room } from "./room.js";

const PATIENCE = 20_000; // milliseconds after which a deed counts as not got through

/** The server refused, and says why; `message` is its sentence. */
export class Refused extends Error {}

/** The state as somebody sees it; Refused when there is nobody of that name. */
export async function state(as) {
  const answer = await fetch("/room/state" + (as ? `?as=${encodeURIComponent(as)}` : ""));
  return read(answer);
}

/** Do something in the name of whoever we are. */
export async function deed(name, sent) {
  const answer = await fetch(`/room/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ as: room.me.id, ...sent }),
    signal: AbortSignal.timeout(PATIENCE),
  });
  return read(answer);
}

async function read(answer) {
  const body = await answer.json();
  if (!answer.ok) throw new Refused(body.error);
  return body;
}

let source = null;
let again = 0;
let told = null; // whom to tell what happens

/**
 * Listen from the change the state stands at. EventSource comes back by itself with the last number it saw;
 * where a browser gives up, we load anew.
 */
export function listen(listener) {
  hush();
  told = listener;
  const { happened, lost, back, reload } = listener;
  const query = new URLSearchParams({ as: room.me.id, after: room.newest, run: room.run,
    moderates: room.me.moderator ? "yes" : "no" });
  source = new EventSource(`/room/events?${query}`);
  source.onopen = back;
  source.onerror = () => {
    lost();
    if (source.readyState === EventSource.CLOSED) again = setTimeout(reload, 1000);
  };
  source.addEventListener("reload", reload);
  for (const what of ["posted", "revised", "withdrawn", "place", "form", "clock", "standing"]) {
    source.addEventListener(what, (event) => {
      if (event.lastEventId) room.newest = event.lastEventId;
      happened(what, JSON.parse(event.data));
    });
  }
}

/** Stop listening. */
export function hush() {
  clearTimeout(again);
  source?.close();
  source = told = null;
}

/** The network came or went: a stream may be dead without knowing, so it is begun again where it was. */
function afresh() {
  if (told) listen(told);
}

addEventListener("offline", afresh);
addEventListener("online", afresh);
