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

/**
 * Offers for the text before the caret: `{ from, items: [{ label, hint, insert }], eager }`, or null.
 * `from` is where the replaced part begins; `eager` offers are taken by Enter without choosing.
 * Values of a suggester are asked for with `ask(command, option, typed)`.
 */
export async function offers(text, { commands, places, people, words, ask }) {
  if (!text.startsWith("/") || text.includes("\n")) return null;
  const known = commandIn(text, commands);
  if (!known) return commandOffers(text, commands);
  const token = /(?:[^\s:]+:)?(?:"[^"]*|\S*)$/.exec(known.rest)[0];
  const from = text.length - token.length;
  const [, name, typed] = /^([^\s:]+):"?(.*)$/s.exec(token) ?? [];
  const option = name && known.command.options.find((each) => each.name === name.toLowerCase());
  if (option) {
    const items = await valueOffers(known.command, option, typed, { places, people, words, ask });
    return items.length ? { from: from + name.length + 1, items, eager: false } : null;
  }
  return optionOffers(known, token, from, { places, people });
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

function optionOffers({ command, rest }, token, from, { places, people }) {
  const items = [];
  for (const option of command.options.filter((each) => !new RegExp(`(^|\\s)${each.name}:`, "i").test(rest))) {
    if (token.startsWith("#") && option.kind === "channel") items.push(...channels(places, token));
    else if (token.startsWith("@") && option.kind === "member") items.push(...members(people, token));
    else if (`${option.name}:`.startsWith(token.toLowerCase())) {
      items.push({ label: `${option.name}:`, hint: option.hint || option.label, optional: !option.required,
        insert: `${option.name}:`, goesOn: true });
    }
  }
  return items.length ? { from, items, eager: false } : null;
}

async function valueOffers(command, option, typed, { places, people, words, ask }) {
  const fits = ({ label, insert }) => `${label} ${insert}`.toLowerCase().includes(typed.toLowerCase());
  const isTyped = ({ insert }) => insert.trim().replaceAll('"', "") === typed;
  const choice = (value, label) => ({ label, insert: `${quoted(value)} ` });
  let items = [];
  if (option.kind === "choice") items = option.choices.map(([value, label]) => choice(value, label)).filter(fits);
  else if (option.kind === "bool") items = [choice("yes", words.yes), choice("no", words.no)].filter(fits);
  else if (option.kind === "channel") items = channels(places, typed);
  else if (option.kind === "member") items = members(people, typed);
  else if (option.suggests) items = (await ask(command, option, typed)).map((each) => choice(each.value, each.label));
  return items.length === 1 && isTyped(items[0]) ? [] : items;
}

function channels(places, typed) {
  const open = places.filter((place) => place.kind === "channel" && `#${place.name}`.includes(typed.toLowerCase()));
  return open.map((place) => ({ label: `#${place.name}`, insert: `#${place.id} ` }));
}

function members(people, typed) {
  const named = people.filter((person) => `@${person.name}`.toLowerCase().includes(typed.toLowerCase()));
  return named.map((person) => ({ label: `@${person.name}`, insert: `@${person.id} ` }));
}

const quoted = (value) => (/\s/.test(value) ? `"${value}"` : value);
