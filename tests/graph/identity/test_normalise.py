"""Spellings of one name, and how a name is searched."""

import pytest

from graph.identity.normalise import (
    name_tokens,
    nickname_roots,
    query_keys,
    search_keys,
    short_form_stems,
    sound_key,
    split_alias,
    surname_forms,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohammed", "muhammad"),
        ("hussain", "hussein"),
        ("yusuf", "yousef"),
        ("katherine", "catherine"),
        ("szymon", "simon"),
    ],
)
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("hassan", "hussain"), ("dan", "don"), ("darren", "darius"), ("amy", "mia")]
)
def test_other_names_do_not_sound_alike(one: str, other: str) -> None:
    assert sound_key(one) != sound_key(other)


def test_titles_accents_and_apostrophes_make_no_difference() -> None:
    assert name_tokens("Mrs. Siân O’Brien-Jones") == ("sian", "obrien", "jones")


def test_a_double_barrelled_name_is_known_by_its_parts() -> None:
    assert surname_forms("Tranter-Hobbs") == ("tranterhobbs", "tranter", "hobbs")
    assert surname_forms("de la Cruz") == ("cruz",)
    assert surname_forms("De") == ("de",)
    assert surname_forms("-") == ()


def test_short_forms_come_from_the_library_and_from_how_english_makes_them() -> None:
    assert nickname_roots("danny") & nickname_roots("daniel")
    assert nickname_roots("daz") & short_form_stems("darren")
    assert not nickname_roots("darren") & nickname_roots("darius")


def test_an_alias_is_a_forename_or_a_whole_name() -> None:
    assert split_alias("Danny") == ("danny", "")
    assert split_alias("Danny Mercer") == ("danny", "mercer")
    assert name_tokens(split_alias("MERCER, Danny")[0]) == ("danny",)


def _finds(text: str, *names: str) -> bool:
    keys = search_keys(*names)
    return all(keys & word for word in query_keys(text))


@pytest.mark.parametrize(
    "text", ["dan mer", "Danny", "mercer daniel", "Danyel Mercer", "MERCER", "D Mercer", "Mersser"]
)
def test_a_person_is_found_by_part_sound_nickname_or_order(text: str) -> None:
    assert _finds(text, "Daniel Ryan", "Mercer")


@pytest.mark.parametrize("text", ["kelly", "daniel tranter", "xy"])
def test_another_name_does_not_find_them(text: str) -> None:
    assert not _finds(text, "Daniel Ryan", "Mercer")


def test_a_closed_up_double_name_is_found_either_way() -> None:
    assert _finds("kellyann", "Kelly-Ann")
    assert _finds("tranter", "Tranter-Hobbs")


def test_nothing_typed_asks_for_nothing() -> None:
    assert query_keys(" - ") == ()
