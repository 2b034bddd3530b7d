// A press shows at once: the button is busy until the server has answered, and what went wrong stands beside it.

import { el } from "./dom.js";
import { say } from "./room.js";
import { deed, Refused } from "./wire.js";

/** Do a deed for a button. `told(sentence)` shows what went wrong, or with "" that nothing did. Null where it failed. */
export async function press(button, name, sent, told) {
  if (button.getAttribute("aria-busy")) return null;
  button.setAttribute("aria-busy", "true");
  button.setAttribute("aria-disabled", "true"); // not disabled, which would lose the focus
  told("");
  try {
    return await deed(name, sent);
  } catch (error) {
    told(reason(error));
    return null;
  } finally {
    button.removeAttribute("aria-busy");
    button.removeAttribute("aria-disabled");
  }
}

/** Why it failed, for people. */
export const reason = (error) => (error instanceof Refused ? error.message : say("not_done"));

/** Shows a sentence at the end of an element, one at a time. */
export function besides(element) {
  return (sentence) => {
    element.querySelector(":scope > .problem")?.remove();
    if (!sentence) return;
    const line = el("p", { class: "problem", role: "alert" }, sentence);
    element.append(line);
    line.scrollIntoView({ block: "nearest" });
  };
}
