"""Pseudonyms: the same in a session, nothing outside of it; what is no pseudonym names nobody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.access.pseudonyms import fresh_pseudonyms, pseudonyms_of
from graph.model.ids import IdKey

KEY = IdKey(b"k" * 32)
IDS = st.text(min_size=1, max_size=200)


@given(IDS)
def test_a_pseudonym_leads_back_in_its_session_and_nowhere_else(real: str) -> None:
    one, other = pseudonyms_of(KEY, "one"), pseudonyms_of(KEY, "other")
    assert one.real(one.of(real)) == real
    assert pseudonyms_of(KEY, "one").of(real) == one.of(real)
    assert other.of(real) != one.of(real)
    assert other.real(one.of(real)) is None
    assert pseudonyms_of(IdKey(b"j" * 32), "one").real(one.of(real)) is None


@given(IDS, IDS)
def test_two_ids_have_two(one: str, other: str) -> None:
    names = pseudonyms_of(KEY, "one")
    assert (names.of(one) == names.of(other)) is (one == other)


@given(st.text(max_size=80))
def test_any_other_text_is_of_nobody(text: str) -> None:
    assert pseudonyms_of(KEY, "one").real(text) is None


@given(IDS, st.integers(0, 30), st.sampled_from("abcdefgh234567"))
def test_a_letter_changed_is_of_nobody(real: str, place: int, letter: str) -> None:
    names = pseudonyms_of(KEY, "one")
    made = names.of(real)
    changed = made[:place] + letter + made[place + 1 :]
    assert names.real(changed) == (real if changed == made else None)


def test_the_same_id_has_another_one_in_each_export_and_nothing_of_it_shows() -> None:
    made = {fresh_pseudonyms().of("r234") for _ in range(9)}
    assert len(made) == 9
    names = fresh_pseudonyms()
    assert names.reals(frozenset({names.of("r234"), "r234", "p"})) == {"r234"}
    assert names.short("r234") in names.of("r234")
    assert names.real(names.short("r234")) is None
