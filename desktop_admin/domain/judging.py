"""What the settings say of one appointment, whatever the time: whether it counts, and which keyword it contains."""

from __future__ import annotations

from desktop_admin.domain.appointment import Appointment, MyResponse, ShowAs
from desktop_admin.domain.keyword import keyword_place
from desktop_admin.domain.people import Keyword
from desktop_admin.domain.policy import PresencePolicy

_SHOWN = {
    ShowAs.FREE: "free",
    ShowAs.TENTATIVE: "tentative",
    ShowAs.BUSY: "busy",
    ShowAs.OUT_OF_OFFICE: "out of office",
    ShowAs.WORKING_ELSEWHERE: "working elsewhere",
    ShowAs.NO_DATA: "without free/busy status",
}
_LOWEST = 1_000_000
_UNKNOWN = -1


class Judged:
    """An appointment under a policy. Words are looked for only when somebody asks, and once."""

    __slots__ = ("_place", "_policy", "_why_not", "appointment")

    def __init__(self, appointment: Appointment, policy: PresencePolicy) -> None:
        self.appointment = appointment
        self._policy = policy
        self._why_not: str | None = None
        self._place: int | None = _UNKNOWN

    @property
    def why_not(self) -> str:
        """Why it does not count; "" where it counts."""
        if self._why_not is None:
            self._why_not = why_not(self.appointment, self._policy) or self._without_keyword()
        return self._why_not

    @property
    def counts(self) -> bool:
        return not self.why_not

    @property
    def is_away(self) -> bool:
        return self.appointment.show_as is ShowAs.OUT_OF_OFFICE

    @property
    def place(self) -> int | None:
        """The keyword's place in the table. Private appointments and those out of office have none."""
        if self._place == _UNKNOWN:
            self._place = self._found()
        return self._place

    @property
    def keyword(self) -> Keyword | None:
        return None if self.place is None else self._policy.compiled.entries[self.place][0]

    @property
    def rank(self) -> int:
        """The lower, the stronger: keywords in their order, then what has none. Of equals the earlier one decides."""
        return _LOWEST if self.place is None else self.place

    @property
    def name(self) -> str:
        if self.appointment.is_private:
            return "A private appointment"
        subject = self.appointment.subject
        return f"“{subject}”" if subject else "An appointment without a subject"

    def _found(self) -> int | None:
        each = self.appointment
        if each.is_private or self.is_away:
            return None
        text = f"{each.subject}\n{each.location}" if self._policy.match_location else each.subject
        return keyword_place(text, self._policy.compiled)

    def _without_keyword(self) -> str:
        needs_one = not self._policy.meeting_without_keyword and not self.is_away
        return "It has no keyword, and only keywords count." if needs_one and self.place is None else ""


def why_not(appointment: Appointment, policy: PresencePolicy) -> str:
    """Why an appointment does not count, its words left aside; "" where it does.

    An all-day appointment lasts from and to the instants that Exchange gives: midnight in its maker's zone.
    """
    if appointment.is_cancelled:
        return "It was cancelled."
    if appointment.my_response is MyResponse.DECLINED:
        return "The person declined it."
    if appointment.end <= appointment.start:
        return "It has no end after its start."
    if policy.counts(appointment.show_as, appointment.is_all_day):
        return ""
    kind = "All-day appointments" if appointment.is_all_day else "Appointments"
    return f"{kind} shown as {_SHOWN[appointment.show_as]} do not count."
