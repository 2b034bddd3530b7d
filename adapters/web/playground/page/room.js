// The room as this page knows it: one person's view, kept up to date by what happens.

/** Filled by `begin`; `posts` maps a place's id to its posts by id, in order. */
export const room = { me: null, places: [], posts: new Map(), commands: [], people: [], roles: [], texts: {}, place: null };

const BEGAN = "brewmate.began";

/** Take over a fresh state from the server. */
export function begin(state) {
  const { posts, ...rest } = state;
  Object.assign(room, rest, { posts: new Map() });
  for (const post of posts) keep(post);
  if (!placed(room.place)) room.place = firstPlace();
  const newest = posts.map((post) => post.at).sort().at(-1) ?? "";
  if (!sessionStorage.getItem(BEGAN)) sessionStorage.setItem(BEGAN, newest || " ");
}

/** A sentence in our language with its {gaps} filled. */
export function say(key, values = {}) {
  return room.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export const placed = (id) => room.places.find((place) => place.id === id);
export const here = () => placed(room.place);
export const postsHere = () => [...(room.posts.get(room.place)?.values() ?? [])];
export const postHere = (id) => room.posts.get(room.place)?.get(id);
export const called = (place) => (place.kind === "channel" ? `#${place.name}` : place.name);
export const person = (id) => room.people.find((each) => each.id === id);

/** Who is in a place, in a few words. */
export function about(place) {
  if (place.kind === "direct") return say("about_direct");
  if (!place.members) return say("about_channel");
  const listed = (names) => new Intl.ListFormat(room.locale).format(names);
  if (place.kind === "group") return listed([...place.members, say("bot")]);
  return say("about_few", { names: listed(place.members) });
}

/** Keep a new or revised post; true where it is new. */
export function keep(post) {
  if (!room.posts.has(post.place)) room.posts.set(post.place, new Map());
  const there = room.posts.get(post.place);
  const isNew = !there.has(post.id);
  there.set(post.id, post);
  return isNew;
}

export const forget = (post) => room.posts.get(post.place)?.delete(post.id);

/** A new place, or one whose name or people changed. */
export function keepPlace(place) {
  const known = placed(place.id);
  if (known) Object.assign(known, place);
  else room.places.push(place);
}

/** How many posts of others came to a place since this person last looked at it, in this tab. */
export function unread(place) {
  const seen = sessionStorage.getItem(seenKey(place.id)) ?? sessionStorage.getItem(BEGAN) ?? "";
  const posts = [...(room.posts.get(place.id)?.values() ?? [])];
  return posts.filter((post) => new Date(post.at) > new Date(seen) && post.by !== room.me.id).length;
}

/** All that is in the open place has been seen. */
export function looked() {
  const last = postsHere().at(-1);
  if (last) sessionStorage.setItem(seenKey(room.place), last.at);
}

const seenKey = (placeId) => `brewmate.seen.${room.run}.${room.me.id}.${placeId}`;

function firstPlace() {
  const byName = (name) => room.places.find((place) => place.kind === "channel" && place.name === name);
  return (byName("general") ?? room.places.find((place) => place.kind === "channel") ?? room.places[0])?.id;
}
