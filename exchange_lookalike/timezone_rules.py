"""Rules of a time zone: a tzinfo that follows given rules, and the rules that an IANA zone follows.

Exchange describes a zone by periods (a bias each) and groups of yearly transitions (MS-OXWSGTZ, MS-OXWSCDATA
TimeZoneDefinitionType). A `Year` is one such group: either one fixed bias, or two changes that come back every year.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 2010, 2037
"""The years whose rules a full definition tells. The POSIX rule of the zone file ends in 2037 for most clients too."""


def _wall(year: int, month: int = 1, day: int = 1) -> datetime:
    """Midnight on the wall clock: a moment without zone."""
    return datetime.combine(date(year, month, day), time.min)


@dataclass(frozen=True)
class Change:
    """A yearly change of the clock.

    `occurrence` is 1 to 4 for the n-th `weekday` (Monday is 0) of the month, -1 for the last; with `weekday` None it is
    the day of the month. `time` is the wall clock just before the change, counted from midnight. `offset` is UTC's
    distance from then on (local minus UTC); `daylight` says which of the two periods begins.
    """

    month: int
    weekday: int | None
    occurrence: int
    time: timedelta
    offset: timedelta
    daylight: bool

    def wall(self, year: int) -> datetime:
        """The change's wall-clock moment in that year, by the clock that is about to be changed."""
        last = monthrange(year, self.month)[1]
        if self.weekday is None:
            day = min(self.occurrence, last)
        elif self.occurrence < 0:
            day = last - (date(year, self.month, last).weekday() - self.weekday) % 7
        else:
            first = 1 + (self.weekday - date(year, self.month, 1).weekday()) % 7
            day = min(first + 7 * (self.occurrence - 1), first + 7 * ((last - first) // 7))
        return _wall(year, self.month, day) + self.time


@dataclass(frozen=True)
class Group:
    """What holds from `since` (a wall-clock moment; None = ever) on: a fixed offset or yearly changes."""

    since: datetime | None
    standard: timedelta
    changes: tuple[Change, ...] = ()


class RuleZone(tzinfo):
    """A tzinfo that follows `groups`, the first of which holds from the beginning."""

    def __init__(self, name: str, groups: tuple[Group, ...]) -> None:
        self._name = name
        self.groups = groups
        self._moments = lru_cache(maxsize=64)(self._moments_of)
        self._offsets = sorted(
            {g.standard for g in groups} | {c.offset for g in groups for c in g.changes}, reverse=True
        )

    def _group(self, wall: datetime) -> Group:
        chosen = self.groups[0]
        for group in self.groups[1:]:
            if group.since is not None and group.since <= wall:
                chosen = group
        return chosen

    def _moments_of(self, year: int) -> tuple[tuple[datetime, timedelta], ...]:
        """The year's changes as (UTC moment without zone, offset afterwards), the year's start first."""
        begin = _wall(year)
        offset = self._offset_at_new_year(year)
        found = [(begin - offset - timedelta(days=2), offset)]
        events: list[tuple[datetime, timedelta]] = []
        for i, group in enumerate(self.groups):
            until = self.groups[i + 1].since if i + 1 < len(self.groups) else None
            for change in group.changes:
                wall = change.wall(year)
                if (group.since is None or group.since <= wall) and (until is None or wall < until):
                    events.append((wall, change.offset))
            if group.since is not None and group.since.year == year and not group.changes:
                events.append((group.since, group.standard))
        for wall, after in sorted(events, key=lambda e: e[0]):
            found.append((wall - offset, after))
            offset = after
        return tuple(found)

    def _offset_at_new_year(self, year: int) -> timedelta:
        group = self._group(_wall(year))
        if not group.changes:
            return group.standard
        return max(group.changes, key=lambda c: (c.month, c.wall(year))).offset

    def _offset_at(self, moment: datetime) -> timedelta:
        """The offset at a UTC moment given without zone."""
        offset = self._moments(moment.year)[0][1]
        for at, after in self._moments(moment.year):
            if at <= moment:
                offset = after
        return offset

    def utcoffset(self, dt: datetime | None) -> timedelta:
        """Local minus UTC. In a gap the clock before the change holds; `fold` chooses within an overlap."""
        if dt is None:
            return self._offsets[0]
        wall = dt.replace(tzinfo=None, fold=0)
        fitting = [o for o in self._offsets if self._offset_at(wall - o) == o]
        if fitting:
            return fitting[-1] if dt.fold else fitting[0]
        return min(self._offset_at(wall - o) for o in self._offsets)

    def dst(self, dt: datetime | None) -> timedelta:
        """How far the clock is ahead of standard time."""
        if dt is None:
            return timedelta(0)
        return self.utcoffset(dt) - self._group(dt.replace(tzinfo=None)).standard

    def tzname(self, dt: datetime | None) -> str:
        """The name the zone was given."""
        return self._name

    def fromutc(self, dt: datetime) -> datetime:
        """The wall clock at a UTC moment, with `fold` set on an hour's second passing."""
        moment = dt.replace(tzinfo=None)
        offset = self._offset_at(moment)
        local = (moment + offset).replace(tzinfo=self)
        return local if self.utcoffset(local) == offset else local.replace(fold=1)


def _utc_changes(zone: tzinfo, year: int) -> list[tuple[datetime, timedelta, timedelta, bool]]:
    """The year's changes of a zone: (UTC moment, offset before, offset after, daylight afterwards)."""
    found = []
    step = timedelta(days=7)
    at = datetime(year, 1, 1, tzinfo=UTC)
    end = datetime(year + 1, 1, 1, tzinfo=UTC)
    while at < end:
        until = min(at + step, end)
        before, after = at.astimezone(zone).utcoffset(), until.astimezone(zone).utcoffset()
        if before != after and before is not None and after is not None:
            low, high = at, until
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                middle = middle.replace(second=0, microsecond=0)
                if middle <= low:
                    break
                if middle.astimezone(zone).utcoffset() == before:
                    low = middle
                else:
                    high = middle
            found.append((high, before, after, after > before))
        at = until
    return found


def _candidates(moment: datetime, before: timedelta) -> tuple[datetime, int, set[int]]:
    """A change's wall clock, its weekday, and the occurrences of the weekday it can be told by."""
    wall = (moment + before).replace(tzinfo=None)
    last = monthrange(wall.year, wall.month)[1]
    ways = set()
    if (nth := (wall.day - 1) // 7 + 1) <= 4:
        ways.add(nth)
    if wall.day + 7 > last:
        ways.add(-1)
    return wall, wall.weekday(), ways


@dataclass
class _Run:
    """Years of one rule while it is being gathered."""

    since: int
    key: tuple[tuple[int, int, timedelta, timedelta, bool], ...]
    ways: list[set[int]]
    standard: timedelta

    def group(self, first: bool) -> Group:
        changes = tuple(
            Change(month, weekday, -1 if -1 in ways else min(ways), time, offset, daylight)
            for (month, weekday, time, offset, daylight), ways in zip(self.key, self.ways, strict=True)
        )
        since = None if first else _wall(self.since)
        return Group(since, self.standard, changes)


def derive_groups(zone: tzinfo, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> tuple[Group, ...]:
    """The rules that `zone` follows over the given years, as few groups as tell them exactly."""
    groups: list[Group] = []
    run: _Run | None = None
    for year in range(first_year, last_year + 1):
        changes = _utc_changes(zone, year)
        begin = datetime(year, 1, 1, tzinfo=zone).utcoffset() or timedelta(0)
        if len(changes) == 2 and changes[1][2] == begin and changes[0][3] != changes[1][3]:
            told = [(_candidates(moment, before), after, dst) for moment, before, after, dst in changes]
            key = tuple(
                (w.month, day, timedelta(hours=w.hour, minutes=w.minute), after, dst)
                for (w, day, _), after, dst in told
            )
            ways = [ways for (_, _, ways), _, _ in told]
            standard = min(after for _, after, _ in told)
            if run is not None and run.key == key and all(a & b for a, b in zip(run.ways, ways, strict=True)):
                run.ways = [a & b for a, b in zip(run.ways, ways, strict=True)]
                continue
            if run is not None:
                groups.append(run.group(not groups))
            run = _Run(year, key, ways, standard)
            continue
        if run is not None:
            groups.append(run.group(not groups))
            run = None
            groups.append(Group(_wall(year), begin))
        if not groups:
            groups.append(Group(None, begin))
        elif groups[-1].changes or groups[-1].standard != begin:
            groups.append(Group(_wall(year), begin))
        groups.extend(Group((moment + before).replace(tzinfo=None), after) for moment, before, after, _ in changes)
    if run is not None:
        groups.append(run.group(not groups))
    return tuple(groups)
