// Three minutes in the life of the community: real deeds one after the other, with a caption for each.

import { drawClock } from "./clock.js";
import { byId, isShown } from "./dom.js";
import { reason } from "./pressing.js";
import { room, say } from "./room.js";
import { closeDrawer } from "./sidebar.js";
import { deed } from "./wire.js";

const bar = byId("show-bar").firstElementChild;
let run = null; // { viewer, place, step, isLast, isPaused, isBusy, timer, ends, left, look }

/** `look(person, place)` shows a place through somebody's eyes. */
export function beginShow(look) {
  byId("show-me").addEventListener("click", () => play(look));
  byId("show-pause").addEventListener("click", () => (run.isPaused ? goOn() : pause()));
  byId("show-next").addEventListener("click", () => (run.isLast ? end() : step(true)));
  byId("show-end").addEventListener("click", () => end());
  byId("show").addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
}

/** Begin, as whoever we are. */
export function play(look) {
  if (run) return;
  closeDrawer();
  run = { viewer: room.me.id, place: room.place, step: 0, look };
  byId("composer").hidden = true;
  byId("show").hidden = false;
  byId("show-caption").textContent = "";
  mark();
  byId("show-pause").focus();
  step(false);
}

/** Whether it is under way. */
export const isShowing = () => run !== null;

/** Somebody looks round by themselves: let them. */
export function pause() {
  if (!run || run.isPaused) return;
  clearTimeout(run.timer);
  run.isPaused = true;
  run.left = Math.max(0, (run.ends ?? 0) - Date.now());
  mark();
}

function goOn() {
  run.isPaused = false;
  mark();
  if (!run.isBusy && !run.isLast) wait(run.left);
}

/** The next thing happens. Asked for by hand, what belongs to one caption happens at once. */
async function step(byHand) {
  if (run.isBusy) return;
  const mine = run;
  clearTimeout(mine.timer);
  mine.isBusy = true;
  mark();
  try {
    let shown;
    let isTold = false;
    do {
      shown = await deed("show", { as: mine.viewer, step: mine.step++ });
      if (run !== mine) return;
      await mine.look(shown.as, shown.place);
      if (run !== mine) return;
      drawClock(shown.clock);
      isTold ||= shown.caption !== "";
      if (shown.caption) byId("show-caption").textContent = shown.caption;
    } while (byHand && (shown.more || !isTold) && !shown.last);
    byId("show-step").textContent = say("show_step", shown);
    bar.style.transform = `scaleX(${shown.scene / shown.scenes})`;
    Object.assign(mine, { isLast: shown.last, isBusy: false, left: shown.seconds * 1000 });
    mark();
    if (!mine.isPaused && !mine.isLast) wait(mine.left);
  } catch (error) {
    if (run !== mine) return;
    byId("show-caption").textContent = reason(error);
    Object.assign(mine, { isLast: true, isBusy: false });
    mark();
  }
}

function wait(milliseconds) {
  run.ends = Date.now() + milliseconds;
  run.timer = setTimeout(() => step(false), milliseconds);
}

/** Over: we are who we were, where we were. */
async function end() {
  const { viewer, place, timer, look } = run;
  clearTimeout(timer);
  run = null;
  byId("show").hidden = true;
  byId("composer").hidden = false;
  delete document.documentElement.dataset.show;
  await look(viewer, place);
  (isShown(byId("show-me")) ? byId("show-me") : byId("side-open")).focus();
}

/** The buttons and the page's mark as it stands. */
function mark() {
  document.documentElement.dataset.show = run.isPaused ? "paused" : "playing";
  byId("show-pause").textContent = say(run.isPaused ? "show_go_on" : "show_pause");
  byId("show-pause").hidden = byId("show-end").hidden = Boolean(run.isLast);
  byId("show-next").textContent = say(run.isLast ? "show_done" : "show_next");
  byId("show-next").toggleAttribute("data-busy", Boolean(run.isBusy));
  if (run.isLast && (document.activeElement === document.body || !isShown(document.activeElement))) byId("show-next").focus();
}
