"""The methods of the Web API: what each does, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable

from tests.simulators.slack.world import Json, Place, Refusal, Said, Team, User, World

Method = Callable[[World, Team, Json], Json]
METHODS: dict[str, Method] = {}
HISTORY = {"C": "channels:history", "G": "mpim:history", "D": "im:history"}


def method(name: str) -> Callable[[Method], Method]:
    """Register what a method does."""

    def keep(run: Method) -> Method:
        METHODS[name] = run
        return run

    return keep


def answered(world: World, team: Team, name: str, given: Json) -> Json:
    """The answer; Refusal where there is none."""
    if name not in METHODS:
        raise Refusal("unknown_method")
    return METHODS[name](world, team, given)


@method("auth.test")
def _auth_test(_world: World, team: Team, _given: Json) -> Json:
    return {"team_id": team.id, "team": team.name, "user_id": team.bot, "user": "brewmate", "bot_id": "B0000000001"}


# --- messages -------------------------------------------------------------------------------------------


@method("chat.postMessage")
def _post(world: World, team: Team, given: Json) -> Json:
    _needs(team, "chat:write")
    place = _place(world, team, given["channel"])
    _is_open(world, team, place)
    body: Json = {name: given[name] for name in ("text", "blocks", "metadata") if name in given}
    said = world.say(place, team.bot, body, thread=given.get("thread_ts"))
    return {"channel": place.id, "ts": said.ts, "message": message_json(said, team)}


@method("chat.postEphemeral")
def _post_ephemeral(world: World, team: Team, given: Json) -> Json:
    _needs(team, "chat:write")
    place, user = _place(world, team, given["channel"]), _user(world, team, given["user"])
    _is_open(world, team, place)
    if user.id not in place.people:
        raise Refusal("user_not_in_channel")
    body: Json = {name: given[name] for name in ("text", "blocks") if name in given}
    said = world.say(place, team.bot, body, seen_by=user.id, thread=given.get("thread_ts"))
    return {"message_ts": said.ts}


@method("chat.update")
def _update(world: World, team: Team, given: Json) -> Json:
    _needs(team, "chat:write")
    said = _said(world, team, given["channel"], given["ts"])
    if said.by != team.bot:
        raise Refusal("cant_update_message")
    world.revise(said, {name: given[name] for name in ("text", "blocks", "metadata") if name in given})
    return {"channel": said.place, "ts": said.ts, "text": said.text}


@method("chat.delete")
def _delete(world: World, team: Team, given: Json) -> Json:
    _needs(team, "chat:write")
    said = _said(world, team, given["channel"], given["ts"])
    del world.said[said.place, said.ts]
    return {"channel": said.place, "ts": said.ts}


@method("pins.add")
def _pin(world: World, team: Team, given: Json) -> Json:
    _needs(team, "pins:write")
    said = _said(world, team, given["channel"], given["timestamp"])
    if said.pinned:
        raise Refusal("already_pinned")
    said.pinned = True
    return {}


# --- conversations --------------------------------------------------------------------------------------


@method("conversations.open")
def _open(world: World, team: Team, given: Json) -> Json:
    names = given["users"] if isinstance(given["users"], list) else str(given["users"]).split(",")
    people = [_user(world, team, each) for each in names]
    _needs(team, "im:write" if len(people) == 1 else "mpim:write")
    if any(not each.takes_direct for each in people) and len(people) == 1:
        raise Refusal("user_disabled")
    place = world.conversation({team.bot, *(each.id for each in people)}, team.id)
    return {"channel": {"id": place.id}}


@method("conversations.history")
def _history(world: World, team: Team, given: Json) -> Json:
    place = _place(world, team, given["channel"])
    _needs(team, "groups:history" if place.is_channel and place.is_private else HISTORY[place.id[0]])
    if team.bot not in place.people:
        raise Refusal("not_in_channel")
    oldest, limit = float(given.get("oldest") or 0), int(given.get("limit") or 100)
    found = [each for each in world.messages(place.id) if float(each.ts) > oldest and each.seen_by is None]
    newest = list(reversed(found))[:limit]
    bare = not _is_true(given.get("include_all_metadata"))
    return {"messages": [message_json(each, team, bare=bare) for each in newest], "has_more": len(found) > limit}


@method("conversations.info")
def _info(world: World, team: Team, given: Json) -> Json:
    _needs(team, "channels:read")
    return {"channel": _place_json(_place(world, team, given["channel"]), team)}


@method("users.conversations")
def _conversations(world: World, team: Team, given: Json) -> Json:
    _needs(team, "channels:read")
    wanted = str(given.get("types") or "public_channel").split(",")
    found = [
        each
        for each in world.places.values()
        if each.team == team.id and each.is_channel and team.bot in each.people and not each.is_archived
    ]
    kinds = {True: "private_channel", False: "public_channel"}
    shown = [_place_json(each, team) for each in found if kinds[each.is_private] in wanted]
    return {"channels": shown, "response_metadata": {"next_cursor": ""}}


@method("views.publish")
def _publish(world: World, team: Team, given: Json) -> Json:
    user = _user(world, team, given["user_id"])
    world.homes[user.id] = {**given["view"], "id": world.new_id("V")}
    return {"view": world.homes[user.id]}


@method("auth.teams.list")
def _teams(world: World, team: Team, given: Json) -> Json:
    mine = [each for each in world.teams.values() if each.organisation and each.organisation == team.organisation]
    return {"teams": [{"id": each.id, "name": each.name} for each in mine], "response_metadata": {"next_cursor": ""}}


# --- people ---------------------------------------------------------------------------------------------


@method("users.info")
def _user_info(world: World, team: Team, given: Json) -> Json:
    _needs(team, "users:read")
    return {"user": user_json(_user(world, team, given["user"]))}


@method("usergroups.list")
def _groups(world: World, team: Team, given: Json) -> Json:
    _needs(team, "usergroups:read")
    assert _is_true(given["include_users"])
    groups = team.groups.items()
    return {"usergroups": [{"id": id_, "name": name, "users": sorted(users)} for id_, (name, users) in groups]}


def user_json(user: User) -> Json:
    """Somebody, as the API tells of them."""
    profile = {"display_name": user.name, "real_name": f"{user.name} Example"}
    shown: Json = {"id": user.id, "team_id": user.team, "name": user.name.lower(), "profile": profile}
    return {**shown, "tz": user.zone, "locale": user.locale, "is_admin": user.is_admin} | _kind(user)


def _kind(user: User) -> Json:
    return {"is_bot": user.is_bot, "deleted": user.is_closed}


def message_json(said: Said, team: Team, *, bare: bool = False) -> Json:
    """A message, as the API tells of it."""
    shown: Json = {"type": "message", "ts": said.ts, "user": said.by, "team": team.id, **said.body}
    if said.thread:
        shown["thread_ts"] = said.thread
    return {name: value for name, value in shown.items() if name != "metadata" or not bare}


def _place_json(place: Place, team: Team) -> Json:
    shown: Json = {"id": place.id, "name": place.name, "is_member": team.bot in place.people}
    return {**shown, "is_archived": place.is_archived, "is_private": place.is_private, "is_channel": place.is_channel}


def _needs(team: Team, scope: str) -> None:
    if scope not in team.scopes:
        raise Refusal("missing_scope")


def _place(world: World, team: Team, id_: str) -> Place:
    place = world.places.get(id_)
    if place is None or place.team != team.id or (place.is_private and team.bot not in place.people):
        raise Refusal("channel_not_found")
    return place


def _is_open(world: World, team: Team, place: Place) -> None:
    """Whether the bot may post there."""
    if place.is_archived:
        raise Refusal("is_archived")
    if team.bot not in place.people:
        raise Refusal("not_in_channel")
    others = [world.users[each] for each in place.people if each != team.bot]
    if len(others) == 1 and not place.is_channel and not others[0].takes_direct:
        raise Refusal("user_disabled")


def _said(world: World, team: Team, place: str, ts: str) -> Said:
    said = world.said.get((_place(world, team, place).id, ts))
    if said is None:
        raise Refusal("message_not_found")
    return said


def _user(world: World, team: Team, id_: str) -> User:
    user = world.users.get(id_)
    if user is None or user.team != team.id:
        raise Refusal("user_not_found")
    return user


def _is_true(given: object) -> bool:
    return given in (True, 1, "1", "true", "True")
