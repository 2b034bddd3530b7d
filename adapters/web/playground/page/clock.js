// The room's clock: it goes on by itself, and skips ahead when asked.

import { byId } from "./dom.js";
import { room, say } from "./room.js";

let ahead = 0; // milliseconds that the room is ahead of this machine
let clock = null;

/** Draw the panel, or hide it where the room's clock can't be moved. */
export function drawClock(shown) {
  clock = shown ?? clock;
  byId("clock").hidden = !room.clock;
  if (!room.clock || !clock) return;
  ahead = new Date(clock.at) - Date.now();
  byId("clock-nudge").textContent = clock.nudge ? say("next_nudge", { when: clock.nudge }) : say("no_nudge");
  tick();
}

/** A post shows that it is at least this late. */
export function notBefore(at) {
  if (!clock || new Date(at) - Date.now() <= ahead) return;
  ahead = new Date(at) - Date.now();
  tick();
}

function tick() {
  const now = Date.now() + ahead;
  const written = (shape) => new Intl.DateTimeFormat(room.locale, { timeZone: clock.zone, ...shape }).format(now);
  byId("clock-time").textContent = written({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  byId("clock-day").textContent = written({ weekday: "short", day: "numeric", month: "long", year: "numeric" });
}

setInterval(() => { if (clock && room.clock) tick(); }, 5000);
