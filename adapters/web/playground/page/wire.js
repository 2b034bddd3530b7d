// Everything that goes over the wire: deeds out, what happened in.

import { room } from "./room.js";

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

/**
 * Listen from the change the state stands at. EventSource comes back by itself with the last number it saw;
 * where a browser gives up, we load anew.
 */
export function listen({ happened, lost, back, reload }) {
  hush();
  const query = new URLSearchParams({ as: room.me.id, after: room.newest, run: room.run });
  source = new EventSource(`/room/events?${query}`);
  source.onopen = back;
  source.onerror = () => {
    lost();
    if (source.readyState === EventSource.CLOSED) again = setTimeout(reload, 1000);
  };
  source.addEventListener("reload", reload);
  for (const what of ["posted", "revised", "withdrawn", "place", "form", "clock"]) {
    source.addEventListener(what, (event) => happened(what, JSON.parse(event.data)));
  }
}

/** Stop listening. */
export function hush() {
  clearTimeout(again);
  source?.close();
  source = null;
}
