"""The texts of one integration as the Templates page holds them: what is stored, what was typed, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_admin.domain.template import DEFAULT_TEMPLATES, Problem, TemplateKey


class TemplateDrafts:
    """A draft is a text that differs from the stored one."""

    def __init__(self) -> None:
        self.stored: dict[TemplateKey, str] = {}
        self.drafts: dict[TemplateKey, str] = {}
        self._problems: dict[TemplateKey, tuple[Problem, ...]] = {}

    def source(self, key: TemplateKey) -> str:
        """The text as it stands: the draft, else what is stored."""
        return self.drafts.get(key, self.stored.get(key, ""))

    def type(self, key: TemplateKey, source: str) -> None:
        if source == self.stored.get(key):
            self.drafts.pop(key, None)
        else:
            self.drafts[key] = source

    def found(self, key: TemplateKey, problems: tuple[Problem, ...]) -> None:
        """What is wrong in the text as it stands."""
        self._problems[key] = problems

    def problems(self, key: TemplateKey) -> tuple[Problem, ...]:
        return self._problems.get(key, ())

    def wrong(self) -> list[TemplateKey]:
        return [key for key, found in self._problems.items() if found]

    def may_save(self) -> bool:
        return not any(self._problems.get(key) for key in self.drafts)

    def own(self) -> list[TemplateKey]:
        """Texts that differ from the default."""
        return [key for key in self.stored if self.source(key) != DEFAULT_TEMPLATES[key]]

    def use_defaults(self) -> None:
        for key in self.own():
            self.type(key, DEFAULT_TEMPLATES[key])
        self._problems.clear()

    def to_save(self) -> dict[TemplateKey, str | None]:
        """The drafts; None is the default."""
        return {key: None if source == DEFAULT_TEMPLATES[key] else source for key, source in self.drafts.items()}

    def saved(self, sources: Mapping[TemplateKey, str | None]) -> None:
        """``sources`` were stored; what was typed in the meantime stays a draft."""
        self.read(
            self.stored | {key: DEFAULT_TEMPLATES[key] if text is None else text for key, text in sources.items()}
        )

    def read(self, stored: Mapping[TemplateKey, str]) -> None:
        """What is stored now, perhaps by somebody else; drafts stay."""
        self.stored = dict(stored)
        self.drafts = {key: draft for key, draft in self.drafts.items() if draft != self.stored[key]}

    def discard(self) -> None:
        self.drafts.clear()
        self._problems.clear()

    def forget(self) -> None:
        """Another integration's texts come."""
        self.stored = {}
        self.discard()
