"""FindItem over the dispatcher: pages, orders, folders, views."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from exchange_lookalike.items import Item, moment_text
from exchange_lookalike.soap import T
from tests.helpers.find_item import INBOX, compare, contains, field, find, order
from tests.helpers.mailboxes import NOW, Mailboxes, codes, ids_of, texts


@pytest.fixture
def boxes() -> Mailboxes:
    return Mailboxes()


# --- pages and orders ------------------------------------------------------------------------------------------------


def indexed(offset: int, most: int, base: str = "Beginning") -> str:
    return f'<m:IndexedPageItemView MaxEntriesReturned="{most}" Offset="{offset}" BasePoint="{base}"/>'


@pytest.mark.parametrize("base", ["Beginning", "End"])
@pytest.mark.parametrize("most", [1, 3, 4, 12, 50])
def test_pages_together_are_everything(boxes: Mailboxes, base: str, most: int) -> None:
    for number in range(12):
        boxes.mail(f"{number:02}")
    pages: list[list[str]] = []
    offset, last = 0, False
    while not last:
        answer = boxes.ask(find(view=indexed(offset, most, base), order=order("item:Subject")))
        root = next(answer.iter("{*}RootFolder"))
        pages.append(texts(answer, "Subject"))
        assert root.get("TotalItemsInView") == "12" and 0 < len(pages[-1]) <= most
        offset, last = int(root.get("IndexedPagingOffset", "")), root.get("IncludesLastItemInRange") == "true"
    ordered = pages if base == "Beginning" else pages[::-1]
    assert [one for page in ordered for one in page] == [f"{number:02}" for number in range(12)]


def test_fractions_and_conditions_choose_the_page(boxes: Mailboxes) -> None:
    for number in range(8):
        boxes.mail(str(number))

    def ask(view: str) -> list[str]:
        return texts(boxes.ask(find(view=view, order=order("item:Subject"))), "Subject")

    assert ask('<m:FractionalPageItemView MaxEntriesReturned="3" Numerator="1" Denominator="2"/>') == ["4", "5", "6"]
    assert ask('<m:FractionalPageItemView Numerator="1" Denominator="1"/>') == []
    seek = (
        '<m:SeekToConditionPageItemView MaxEntriesReturned="2" BasePoint="{}"><t:Condition>{}</t:Condition>'
        "</m:SeekToConditionPageItemView>"
    )
    assert ask(seek.format("Beginning", compare("IsGreaterThan", "item:Subject", "4"))) == ["5", "6"]
    assert ask(seek.format("End", compare("IsLessThan", "item:Subject", "4"))) == ["2", "3"]


@pytest.mark.parametrize(
    ("view", "code"),
    [
        (indexed(-1, 5), "ErrorInvalidIndexedPagingParameters"),
        (indexed(0, 0), "ErrorInvalidPagingMaxRows"),
        ('<m:FractionalPageItemView Numerator="2" Denominator="1"/>', "ErrorInvalidFractionalPagingParameters"),
        ('<m:FractionalPageItemView Numerator="0" Denominator="0"/>', "ErrorInvalidFractionalPagingParameters"),
    ],
)
def test_impossible_pages_are_refused(boxes: Mailboxes, view: str, code: str) -> None:
    assert codes(boxes.ask(find(view=view))) == [code]


def test_a_find_gives_a_thousand_at_most(boxes: Mailboxes) -> None:
    for number in range(1005):
        boxes.mail(str(number))
    answer = boxes.ask(find(view=indexed(0, 5000)))
    root = next(answer.iter("{*}RootFolder"))
    assert len(ids_of(answer)) == 1000 and root.get("IncludesLastItemInRange") == "false"
    assert root.get("TotalItemsInView") == "1005" and texts(answer, "Subject")[0] == "1004"


def test_several_orders_sort_one_within_the_other(boxes: Mailboxes) -> None:
    for importance, subject in [("High", "b"), ("Low", "A"), ("High", "a"), ("Normal", "z"), ("Low", "b")]:
        boxes.mail(subject, Importance=importance)
    told = order("item:Importance", "Descending") + order("item:Subject")
    assert texts(boxes.ask(find(order=told)), "Subject") == ["a", "b", "z", "A", "b"]
    told = order("item:Subject", "Descending") + order("item:Importance")
    assert texts(boxes.ask(find(order=told)), "Subject") == ["z", "b", "b", "A", "a"]


# --- folders, traversals, views --------------------------------------------------------------------------------------


def test_every_folder_has_a_message_of_its_own(boxes: Mailboxes) -> None:
    boxes.mail("mine")
    boxes.mail("draft", boxes.folder("drafts"))
    boxes.mail("alan's", boxes.folder("inbox", boxes.alan))
    mailbox = "<t:Mailbox><t:EmailAddress>{}@example.com</t:EmailAddress></t:Mailbox>"
    at = f'<t:DistinguishedFolderId Id="inbox">{mailbox}</t:DistinguishedFolderId>'
    drafts = '<t:DistinguishedFolderId Id="drafts"/>'
    parents = INBOX + at.format("alan") + at.format("eve") + at.format("nobody") + drafts
    answer = boxes.ask(find(parents=parents))
    assert codes(answer) == ["NoError", "NoError", "ErrorAccessDenied", "ErrorNonExistentMailbox", "NoError"]
    assert texts(answer, "Subject") == ["mine", "alan's", "draft"]


def test_hidden_and_deleted_items_are_found_where_they_are_asked_for(boxes: Mailboxes) -> None:
    boxes.mail("seen")
    boxes.mail("hidden", IsAssociated="true")
    boxes.store.delete(boxes.mail("gone"), "SoftDelete")
    recoverable = '<t:DistinguishedFolderId Id="recoverableitemsdeletions"/>'
    assert texts(boxes.ask(find()), "Subject") == ["seen"]
    assert texts(boxes.ask(find(traversal="Associated")), "Subject") == ["hidden"]
    assert texts(boxes.ask(find(traversal="SoftDeleted", parents=INBOX + recoverable)), "Subject") == ["gone"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("plan", ["Holiday plans", "Plan B"]),
        ("plan alan", ["Plan B"]),
        ("subject:holiday", ["Holiday plans"]),
        ("&quot;plan b&quot;", ["Plan B"]),
        ("from:alan", ["Plan B"]),
        ("body:beach", ["Holiday plans"]),
        ("oliday", []),
    ],
)
def test_words_are_searched_for(boxes: Mailboxes, query: str, found: list[str]) -> None:
    sender = etree.fromstring(f'<t:From xmlns:t="{T}"><t:Mailbox><t:Name>Alan Turing</t:Name></t:Mailbox></t:From>')
    boxes.mail("Plan B", From=sender)
    boxes.mail("Holiday plans", Body=etree.fromstring(f'<t:Body xmlns:t="{T}" BodyType="Text">at the beach</t:Body>'))
    assert texts(boxes.ask(find(query=query)), "Subject") == found


def contact(boxes: Mailboxes, name: str) -> None:
    boxes.store.add(boxes.folder("contacts"), Item("Contact", {"DisplayName": name, "Subject": name}))


def test_contacts_are_listed_between_two_names(boxes: Mailboxes) -> None:
    for name in ("Dora", "anna", "Carl", "Bert"):
        contact(boxes, name)
    parents = '<t:DistinguishedFolderId Id="contacts"/>'
    view = '<m:ContactsView InitialName="b" FinalName="c"/>'
    assert texts(boxes.ask(find(view=view, parents=parents)), "Subject") == ["Bert", "Carl"]
    view = '<m:ContactsView MaxEntriesReturned="3"/>'
    assert texts(boxes.ask(find(view=view, parents=parents)), "Subject") == ["anna", "Bert", "Carl"]
    assert codes(boxes.ask(find(view=view))) == ["ErrorInvalidFolderTypeForOperation"]


CALENDAR = '<t:DistinguishedFolderId Id="calendar"/>'
DAY = '<m:CalendarView StartDate="2026-11-24T00:00:00Z" EndDate="2026-11-25T00:00:00Z"/>'


def test_a_calendar_view_shows_what_takes_place(boxes: Mailboxes) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    for subject, hour in [("late", 22), ("early", 7), ("before", -3), ("into", -0.5), ("after", 24)]:
        boxes.appointment(subject, midnight + timedelta(hours=hour))
    answer = boxes.ask(find(view=DAY, parents=CALENDAR))
    assert texts(answer, "Subject") == ["into", "early", "late"]
    root = next(answer.iter("{*}RootFolder"))
    assert (root.get("TotalItemsInView"), root.get("IncludesLastItemInRange")) == ("3", "true")
    short = boxes.ask(find(view=DAY.replace("/>", ' MaxEntriesReturned="2"/>'), parents=CALENDAR))
    assert texts(short, "Subject") == ["into", "early"]
    assert next(short.iter("{*}RootFolder")).get("IncludesLastItemInRange") == "false"


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (find(contains("x"), view=DAY, parents=CALENDAR), "ErrorInvalidRestriction"),
        (find(order=order("item:Subject"), view=DAY, parents=CALENDAR), "ErrorInvalidRestriction"),
        (find(view=DAY), "ErrorCalendarFolderIsInvalidForCalendarView"),
        (find(view=DAY, parents=CALENDAR, traversal="Associated"), "ErrorInvalidOperation"),
        (find(view=DAY.replace("11-25", "11-23"), parents=CALENDAR), "ErrorCalendarEndDateIsEarlierThanStartDate"),
        (find(view=DAY.replace("2026-11-25", "2029-11-25"), parents=CALENDAR), "ErrorCalendarViewRangeTooBig"),
        (
            find(view=f'<m:GroupBy Order="Ascending">{field("item:Subject")}<t:AggregateOn Aggregate="Minimum">'
                 f'{field("item:Size")}</t:AggregateOn></m:GroupBy>'),
            "ErrorInvalidOperation",
        ),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(boxes: Mailboxes, request_: str, code: str) -> None:
    assert codes(boxes.ask(request_)) == [code]


@pytest.mark.parametrize(
    "request_",
    [
        find(traversal="Deep"),
        find(parents=""),
        find("<t:Not/>"),
        find("<t:Sounds/>"),
        find(order="<t:FieldOrder/>"),
        find(compare("IsEqualTo", "item:Nonsense", "1")),
        find(view='<m:IndexedPageItemView BasePoint="Beginning"/>'),
    ],
)
def test_what_the_schema_does_not_allow_is_a_fault(boxes: Mailboxes, request_: str) -> None:
    assert boxes.fault(request_) == "ErrorSchemaValidation"


def test_a_large_folder_is_searched_quickly(boxes: Mailboxes) -> None:
    for number in range(20_000):
        boxes.mail(f"mail {number}", DateTimeReceived=moment_text(NOW + timedelta(minutes=number)))
    both = compare("IsGreaterThan", "item:DateTimeReceived", moment_text(NOW + timedelta(minutes=19_000)))
    began = time.process_time()
    answer = boxes.ask(
        find(f"<t:And>{both}{contains('mail 199')}</t:And>", view=indexed(0, 50), order=order("item:Subject"))
    )
    spent = time.process_time() - began
    assert texts(answer, "Subject")[:2] == ["mail 19900", "mail 19901"]
    assert spent < 2.0
