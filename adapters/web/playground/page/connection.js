// Whether the page hears what happens, said calmly above the messages.

import { byId } from "./dom.js";
import { room, say } from "./room.js";

const SHORT = 400; // milliseconds of silence that nobody need be told of
const GLADLY = 3000; // milliseconds for which we say that all is well again
let timer = 0;

/** The connection is gone; whoever listens tries again by itself. */
export function lost() {
  if (document.documentElement.dataset.live === "no") return;
  document.documentElement.dataset.live = "no";
  clearTimeout(timer);
  timer = setTimeout(() => banner(room.texts.lost ?? "…", "lost"), SHORT);
}

/** It is there, for the first time or again. */
export function back() {
  clearTimeout(timer);
  const wasTold = byId("banner").textContent !== "";
  document.documentElement.dataset.live = "yes";
  banner(wasTold ? say("back") : "", "back");
  if (wasTold) timer = setTimeout(() => banner("", "back"), GLADLY);
}

function banner(sentence, kind) {
  byId("banner").textContent = sentence;
  byId("banner").dataset.kind = kind;
}
