"""The company of a seed put into the mailboxes: accounts, calendars around the present, automatic replies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from exchange_lookalike.accounts import Directory
from exchange_lookalike.calendar.addressing import new_uid
from exchange_lookalike.calendar.appointment import Appointment, normalised
from exchange_lookalike.company_data import Company, Person, Planned, make_company, plan_absences, plan_calendar
from exchange_lookalike.enrol import enrol
from exchange_lookalike.items import Item
from exchange_lookalike.people.oof import Oof
from exchange_lookalike.people.operations import set_oof
from exchange_lookalike.store import Store
from exchange_lookalike.timezones import Zone, utc_zone, zone_by_id

DAYS = 8
"""From yesterday to a week from now."""


def populate(store: Store, directory: Directory, *, people: int, seed: int, now: datetime) -> Company:
    """Make `people` persons of the seed's company with their calendars and absences around `now` (UTC)."""
    company = make_company(people, seed, directory.domain)
    enrol(company, directory)
    yesterday = now.date() - timedelta(days=1)
    for person in company.people:
        account = directory.mailbox_owner(person.email)
        calendar = store.folder(account, "calendar")
        zone = zone_by_id(person.zone) or utc_zone()
        for planned in plan_calendar(person, seed, yesterday, DAYS):
            store.add(calendar, _item(person, zone, planned, now))
    for absence in plan_absences(company, seed, now):
        state = "Enabled" if absence.start is None else "Scheduled"
        oof = Oof(state, "All", absence.start, absence.end, absence.reply, absence.reply)
        set_oof(store, directory.mailbox_owner(absence.email), oof)
    return company


def _item(person: Person, zone: Zone, planned: Planned, now: datetime) -> Item:
    start = planned.start.replace(tzinfo=zone.tz)
    end = start + planned.length  # on the wall clock
    appointment = Appointment(
        new_uid(now),
        start.astimezone(UTC),
        end.astimezone(UTC),
        (person.email, person.name),
        zone,
        zone,
        planned.all_day,
        planned.show_as,
        location=planned.location,
        recurrence=planned.recurrence,
        stamp=now.replace(microsecond=0),
    )
    item = Item("CalendarItem", appointment=normalised(appointment))
    item.values |= {"ItemClass": "IPM.Appointment", "Subject": planned.subject, "Sensitivity": planned.sensitivity}
    return item
