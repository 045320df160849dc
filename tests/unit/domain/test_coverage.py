"""Coverage: what keywords hit, and the frequent words that none catches, without anybody's secrets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop_admin.domain.appointment import Appointment, ShowAs
from desktop_admin.domain.coverage import FrequentWord, KeywordHits, coverage
from desktop_admin.domain.people import Keyword
from desktop_admin.domain.policy import PresencePolicy
from desktop_admin.domain.presence import PersonFacts

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def having(*subjects: str, **more) -> PersonFacts:
    starts = [NOON + number * HOUR for number in range(len(subjects))]
    return PersonFacts(
        tuple(
            Appointment(f"{number}", start, start + HOUR, subject, **more)
            for number, (start, subject) in enumerate(zip(starts, subjects, strict=True))
        )
    )


def test_each_keyword_has_its_hits_their_people_and_the_latest():
    table = (Keyword("travel", "Travelling"), Keyword("lunch", "Lunch"), Keyword("golf", "Busy"))
    found = coverage(
        enumerate([having("Lunch", "Travel to lunch"), having("Talk", "Lunch"), having()]),
        PresencePolicy(keywords=table),
    )
    assert found.hits == (
        KeywordHits(1, 1, NOON + HOUR),
        KeywordHits(2, 2, NOON + HOUR, hidden=1),
        KeywordHits(),
    )
    assert (found.appointments, found.caught, found.people) == (4, 3, 3)


def test_frequent_words_are_those_of_three_people_at_least():
    words = coverage(
        enumerate(
            [
                having("Review of the Kitchen", "review"),
                having("review: kitchen"),
                having("Review 2026"),
                having("Secretproject", "Secretproject", "Secretproject"),
            ]
        ),
        PresencePolicy(),
    ).words
    assert words == (FrequentWord("Review", 4, 3),) or words == (FrequentWord("review", 4, 3),)


def test_accents_and_case_make_no_other_word_and_the_usual_way_of_writing_is_shown():
    found = coverage(enumerate([having("Café"), having("Café"), having("CAFE")]), PresencePolicy())
    assert found.words == (FrequentWord("Café", 3, 3),)


def test_small_words_private_ones_and_what_does_not_count_are_left_out():
    everybody = [
        having("with the und für avec"),
        having("Surgery", is_private=True),
        having("Vacation", show_as=ShowAs.FREE),
        having("Vacation", show_as=ShowAs.OUT_OF_OFFICE),
    ]
    found = coverage(enumerate(everybody * 5), PresencePolicy(keywords=(Keyword("surgery", "Busy"),)))
    assert found.words == ()
    assert found.hits == (KeywordHits(),)
