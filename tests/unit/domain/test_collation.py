"""Names come in the order in which people look for them."""

from __future__ import annotations

from desktop_admin.domain.collation import sort_key


def test_letters_with_strokes_and_accents_stand_with_their_plain_ones():
    names = ["Zoë", "Łukasz", "Lukas", "Øyvind", "Oscar", "Ægir", "adam", "Ångström", "Ivan", "ılgaz", "Đorđe", "Doris"]
    assert sorted(names, key=sort_key) == [
        *("adam", "Ægir", "Ångström", "Đorđe", "Doris"),
        *("ılgaz", "Ivan", "Lukas", "Łukasz", "Oscar", "Øyvind", "Zoë"),
    ]


def test_what_differs_in_accents_only_has_one_order():
    assert sorted(["Zoë", "Zoe"], key=sort_key) == sorted(["Zoe", "Zoë"], key=sort_key) == ["Zoe", "Zoë"]
