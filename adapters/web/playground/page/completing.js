// What a half-typed command could become. No page here: text in, offers out.

/** The command that the line begins with, if it is typed out, and what comes after it. */
export function commandIn(line, commands) {
  const words = line.slice(1).split(/\s/);
  for (const length of [2, 1]) {
    const path = words.slice(0, length).join(" ").toLowerCase();
    const command = commands.find((each) => each.path === path);
    if (command && line.length > path.length + 1) return { command, rest: line.slice(path.length + 2) };
  }
  return null;
}

/** The options that are named in what follows a command, in order; the last one is being typed. */
export function named(command, rest) {
  const words = rest.split(/\s+/).map((word) => word.split(":")).filter((parts) => parts.length > 1);
  return words.map(([name]) => name.toLowerCase()).filter((name) => command.options.some((each) => each.name === name));
}

/**
 * Offers for the text before the caret: `{ from, items: [{ label, hint, insert, needed }], eager }`, or null.
 * `from` is where the replaced part begins; `eager` offers are taken by Enter without choosing.
 * Values of a suggester are asked for with `ask(command, option, typed)`.
 */
export async function offers(text, { commands, places, people, roles, words, ask }) {
  if (!text.startsWith("/") || text.includes("\n")) return null;
  const known = commandIn(text, commands);
  if (!known) return commandOffers(text, commands);
  const token = /(?:[^\s:]+:)?(?:"[^"]*|\S*)$/.exec(known.rest)[0];
  const from = text.length - token.length;
  const [, name, typed] = /^([^\s:]+):"?(.*)$/s.exec(token) ?? [];
  const option = name && known.command.options.find((each) => each.name === name.toLowerCase());
  if (option) {
    const items = await valueOffers(known.command, option, typed, { places, people, roles, words, ask });
    return items.length ? { from: from + name.length + 1, items, eager: false } : null;
  }
  return optionOffers(known, token, from, { places, people, roles });
}

function commandOffers(text, commands) {
  const typed = text.slice(1).toLowerCase();
  const starts = commands.filter((each) => each.path.startsWith(typed));
  const holds = commands.filter((each) => !starts.includes(each) && typed.length > 1 && each.path.includes(typed));
  const items = [...starts, ...holds].map((each) => ({
    label: `/${each.path}`, hint: each.summary, insert: `/${each.path}${each.options.length ? " " : ""}`,
  }));
  const isWhole = items[0]?.label === text.toLowerCase();
  return items.length ? { from: 0, items, eager: !isWhole } : null;
}

function optionOffers({ command, rest }, token, from, { places, people, roles }) {
  const items = [];
  const taken = named(command, rest);
  for (const option of command.options.filter((each) => !taken.includes(each.name))) {
    if (token.startsWith("#") && option.kind === "channel") items.push(...channels(places, token));
    else if (token.startsWith("@") && option.kind === "member") items.push(...callable(people, token));
    else if (token.startsWith("@") && option.kind === "role") items.push(...callable(roles, token));
    else if (`${option.name}:`.startsWith(token.toLowerCase())) {
      const hint = [option.label, option.hint].filter(Boolean).join(" · ");
      items.push({ label: `${option.name}:`, hint, needed: option.required, insert: `${option.name}:` });
    }
  }
  return items.length ? { from, items, eager: false } : null;
}

async function valueOffers(command, option, typed, { places, people, roles, words, ask }) {
  const fits = ({ label, insert }) => `${label} ${insert}`.toLowerCase().includes(typed.toLowerCase());
  const isTyped = ({ insert }) => insert.trim().replaceAll('"', "") === typed;
  const choice = (value, label) => ({ label, insert: `${quoted(value)} ` });
  let items = [];
  if (option.kind === "choice") items = option.choices.map(([value, label]) => choice(value, label)).filter(fits);
  else if (option.kind === "bool") items = [choice("yes", words.yes), choice("no", words.no)].filter(fits);
  else if (option.kind === "channel") items = channels(places, typed);
  else if (option.kind === "member") items = callable(people, typed);
  else if (option.kind === "role") items = callable(roles, typed);
  else if (option.suggests) items = (await ask(command, option, typed)).map((each) => choice(each.value, each.label));
  return items.length === 1 && isTyped(items[0]) ? [] : items;
}

function channels(places, typed) {
  const open = places.filter((place) => place.kind === "channel" && `#${place.name}`.includes(typed.toLowerCase()));
  return open.map((place) => ({ label: `#${place.name}`, insert: `#${place.id} ` }));
}

/** People, or roles. */
function callable(those, typed) {
  const found = those.filter((each) => `@${each.name}`.toLowerCase().includes(typed.toLowerCase()));
  return found.map((each) => ({ label: `@${each.name}`, insert: `@${each.id} ` }));
}

const quoted = (value) => (/\s/.test(value) ? `"${value}"` : value);
