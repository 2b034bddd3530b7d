"""The directory of each community: ours, with what it added, hid and put first where it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.contract.places import CommunityId
from bot.signposts.engines import Unreadable
from bot.signposts.own_services import ServiceRefused, own_service
from bot.signposts.tables import ServiceMark, ServiceRow
from signposting import Directory, Overlay, Service

HIDDEN = "hidden"
PINNED = "pinned"


class Directories:
    """Remembers the directories in memory. A service that can't be read any more stays as it last could be."""

    def __init__(self, ours: Directory) -> None:
        self.ours = ours
        self._theirs: dict[CommunityId, Directory] = {}
        self._last_good: dict[CommunityId, Mapping[int, Service]] = {}

    def of(self, community: CommunityId | None) -> Directory:
        """The community's directory; ours where it changed nothing of it, or isn't known."""
        return self._theirs.get(community, self.ours) if community is not None else self.ours

    def added(self, community: CommunityId) -> tuple[Service, ...]:
        """The services that the community added, those it hides too."""
        return tuple(self._last_good.get(community, {}).values())

    def put(
        self, community: CommunityId, rows: Sequence[ServiceRow], marks: Sequence[ServiceMark]
    ) -> tuple[Unreadable, ...]:
        """Choose from these from now on. Returns what can't be read; all the rest is there."""
        before, read, faults = self._last_good.get(community, {}), dict[int, Service](), list[Unreadable]()
        for row in rows:
            try:
                read[row.id] = own_service(row)
            except ServiceRefused as error:
                faults.append(Unreadable("service", row.id, row.name, str(error), row.version))
                if row.id in before:
                    read[row.id] = before[row.id]
        self._theirs[community] = _with(self.ours, tuple(read.values()), marks)
        self._last_good[community] = read
        return tuple(faults)

    def forget(self, community: CommunityId) -> None:
        """Ours alone again."""
        self._theirs.pop(community, None)
        self._last_good.pop(community, None)


def _with(ours: Directory, added: tuple[Service, ...], marks: Sequence[ServiceMark]) -> Directory:
    """What is hidden and put first, as far as it is there; an emergency number is never hidden, whatever a row says."""
    there = {each.id: each for each in (*added, *ours.services) if not is_fixed(each)}
    hidden = frozenset(each.service for each in marks if each.mark == HIDDEN and each.service in there)
    pinned = tuple(each.service for each in marks if each.mark == PINNED and each.service in there)
    return ours.with_overlay(Overlay(added, hidden, pinned))


def is_fixed(service: Service) -> bool:
    """Whether it always stands where it stands: emergency numbers, and the one for everywhere else."""
    return service.emergency or service.last_resort
