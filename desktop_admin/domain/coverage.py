"""Coverage: what each keyword hits in the appointments known, and the frequent words that no keyword catches.

Private appointments have no words here, and a word shows only when it stands in the calendars of at least
``FEWEST_PEOPLE``: what one or two people write in their calendars is nobody else's business.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop_admin.domain.judging import Judged, why_not
from desktop_admin.domain.keyword import MAX_TEXT, fold
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.presence import PersonFacts

FEWEST_PEOPLE: Final = 3
MOST_WORDS: Final = 20
_WORD: Final = re.compile(r"[^\W\d_]{3,40}")
_STOP_WORDS: Final = frozenset(
    _WORD.findall(
        """
        about and are for from has have into not off our out over per that the their then there this time under was
        were what when will with you your
        aber alle als auch auf aus bei bis das dem den der des die durch ein eine einem einen einer eines fur gegen hat
        ist mit nach nicht noch oder ohne seit sich sind uber und uns unter vom von vor wegen wie wir zum zur zwischen
        avec aux ces chez dans des elle est les leur mais nos notre nous par pas pour que qui sans ses son sont sous
        sur une vos votre vous
        con como del desde donde entre esta este hasta los las mas mis para pero por que sin sobre sus una unos
        che come con dei del della delle gli nel nella non per piu sono una uno
        het een van met voor aan bij naar niet ook dat deze die dit
        """
    )
)
"""Small words of English, German, French, Spanish, Italian and Dutch, without accents."""


@dataclass(frozen=True, slots=True)
class KeywordHits:
    """The appointments in which this keyword is the highest: their number, their people, and the latest beginning.

    ``hidden``: those in which it stands too, but a higher one decides.
    """

    count: int = 0
    people: int = 0
    last: datetime | None = None
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class FrequentWord:
    """A word that no keyword catches, as it is written most often."""

    word: str
    count: int
    people: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """``hits`` stand in the order of the keyword table; ``appointments``: those that count and have words."""

    hits: tuple[KeywordHits, ...] = ()
    words: tuple[FrequentWord, ...] = ()
    appointments: int = 0
    caught: int = 0
    people: int = 0


class CoverageCount:
    """Counts person by person, so that thousands can be counted in small steps."""

    def __init__(self, policy: PresencePolicy) -> None:
        self._policy = policy
        self._keywords = [pattern for _, pattern in policy.compiled.entries]
        self._counts: Counter[int] = Counter()
        self._hidden: Counter[int] = Counter()
        self._whose: defaultdict[int, set[int]] = defaultdict(set)
        self._last: dict[int, datetime] = {}
        self._words: Counter[str] = Counter()
        self._word_people: Counter[str] = Counter()
        self._written: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._appointments = 0
        self._people = 0

    def add(self, person: int, facts: PersonFacts) -> None:
        self._people += 1
        uncaught: Counter[str] = Counter()
        for each in facts.appointments:
            judged = Judged(each, self._policy)
            if each.is_private or judged.is_away or why_not(each, self._policy):
                continue
            self._appointments += 1
            if judged.place is None:
                uncaught.update(self._words_of(each.subject))
            else:
                self._hit(person, judged, judged.place)
        self._words.update(uncaught)
        self._word_people.update(uncaught.keys())

    def result(self) -> Coverage:
        hits = tuple(
            KeywordHits(self._counts[place], len(self._whose[place]), self._last.get(place), self._hidden[place])
            for place in range(len(self._keywords))
        )
        frequent = [word for word, people in self._word_people.items() if people >= FEWEST_PEOPLE]
        frequent.sort(key=lambda word: (-self._word_people[word], -self._words[word], word))
        words = tuple(
            FrequentWord(self._written[word].most_common(1)[0][0], self._words[word], self._word_people[word])
            for word in frequent[:MOST_WORDS]
        )
        return Coverage(hits, words, self._appointments, sum(self._counts.values()), self._people)

    def _hit(self, person: int, judged: Judged, place: int) -> None:
        each = judged.appointment
        self._counts[place] += 1
        self._whose[place].add(person)
        self._last[place] = max(self._last.get(place, each.start), each.start)
        text = f"{each.subject}\n{each.location}" if self._policy.match_location else each.subject
        folded = fold(text[:MAX_TEXT])
        lower = range(place + 1, len(self._keywords))
        self._hidden.update(other for other in lower if self._keywords[other].search(folded))

    def _words_of(self, subject: str) -> set[str]:
        found = set()
        for written in _WORD.findall(subject[:MAX_TEXT]):
            word = fold(written)
            if word not in _STOP_WORDS:
                found.add(word)
                self._written[word][written] += 1
        return found


def coverage(people: Iterable[tuple[int, PersonFacts]], policy: PresencePolicy) -> Coverage:
    """All of them at once."""
    count = CoverageCount(policy)
    for person, facts in people:
        count.add(person, facts)
    return count.result()
