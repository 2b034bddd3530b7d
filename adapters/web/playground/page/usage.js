// What the typed command takes: one chip for each option, which shows what is needed, named and being typed.

import { commandIn, named } from "./completing.js";
import { byId, el } from "./dom.js";
import { room, say } from "./room.js";

const usage = byId("usage");

/** Draw it for the line as it stands; nothing where no command is typed out. */
export function drawUsage(line) {
  const known = line.startsWith("/") && commandIn(line, room.commands);
  usage.replaceChildren(...(known ? parts(known) : []));
}

function parts({ command, rest }) {
  const taken = named(command, rest);
  const chips = command.options.map((option) => chip(option, taken));
  const needs = command.options.some((each) => each.required);
  return [
    el("p", {}, el("strong", {}, `/${command.path}`), ` ${command.summary}. ${needs ? say("opens_form") : ""}`),
    chips.length ? el("p", { class: "chips" }, ...chips) : null,
  ].filter(Boolean);
}

function chip(option, taken) {
  const state = taken.at(-1) === option.name ? "current" : taken.includes(option.name) ? "filled" : "open";
  const hint = option.hint && state === "current" ? el("span", { class: "hint-text" }, ` ${option.hint}`) : null;
  return el("span", { class: "chip", "data-option": option.name, "data-state": state }, `${option.name}:`,
    option.required ? el("span", { class: "needed" }, ` ${say("required")}`) : null, hint, " ");
}
