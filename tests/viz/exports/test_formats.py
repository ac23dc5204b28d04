"""What holds in every format: each name and count there as text, the stamp, the marking, the same bytes each time."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from graph.access.operations import ENDINGS
from tests.viz.exports.documents import A_PICTURE, HOSTILE, READ, STAMP, a_document, a_table, an_empty_document, close
from viz.document import Document, Table
from viz.exports.formats import FORMATS, file_name


def a_long_table() -> Table:
    return a_table(f"Entry {number:05}" for number in range(5_000))


def told(ending: str, document: Document) -> str:
    return close(READ[ending](FORMATS[ending].write(document)))


def test_every_ending_of_the_policy_has_a_format_and_no_other() -> None:
    assert set(FORMATS) == set(ENDINGS)


@pytest.mark.parametrize("ending", sorted(READ))
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_there_as_text(ending: str, name: str) -> None:
    document = a_document(a_table((name,)), who=name)
    assert told(ending, document).count(close(name)) >= 2


@pytest.mark.parametrize("ending", sorted(READ))
def test_stamp_marking_heading_and_blanks_are_there(ending: str) -> None:
    text = told(ending, a_document())
    for part in ("OFFICIAL-SENSITIVE", "Adults around the child", "QUILL, Tessa", "Not delivered: events"):
        assert close(part) in text, part
    for name, says in STAMP:
        assert close(name) in text
        assert close(says) in text


@pytest.mark.parametrize("ending", sorted(FORMATS))
@pytest.mark.parametrize("pictures", [(), (A_PICTURE,)])
def test_the_same_document_gives_the_same_bytes(ending: str, pictures: tuple[object, ...]) -> None:
    document = a_document(pictures=pictures)
    assert FORMATS[ending].write(document) == FORMATS[ending].write(document)


@pytest.mark.parametrize("ending", sorted(READ))
def test_a_document_of_nothing_still_prints_and_says_so(ending: str) -> None:
    text = told(ending, an_empty_document())
    assert close("No adult in the records loaded.") in text
    assert close("That is not reassurance") in text or ending in {"json", "svg"}


@pytest.mark.parametrize("ending", sorted(READ))
@pytest.mark.parametrize("raw", ["A\x00B", "\u202eLLIUQ", "\ud83d", "\ufffe", "tab\tand\r\nline\x0b"])
def test_what_no_file_can_carry_breaks_no_file(ending: str, raw: str) -> None:
    text = told(ending, a_document(a_table((f"QUILL {raw} Ann",)), who=raw))
    assert "QUILL" in text
    assert "Ann" in text


@pytest.mark.parametrize("ending", sorted(set(READ) - {"json"}))
def test_nothing_turns_the_words_around_it(ending: str) -> None:
    assert "\u202e" not in READ[ending](FORMATS[ending].write(a_document(who="\u202eLLIUQ")))


@pytest.mark.parametrize("ending", sorted(READ))
def test_a_name_in_other_letters_is_there_as_written_or_in_latin_letters(ending: str) -> None:
    text = told(ending, a_document(a_table(("علي حسن", "李小龙"))))
    if ending in {"pdf", "svg"}:
        assert close("`ly Hsn").replace("`", "?") in text or "lyHsn" in text
        assert "LiXiaoLong" in text
        assert close("are written in Latin letters") in text
    else:
        assert close("علي حسن") in text
        assert "李小龙" in text


@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv", "json"])
def test_a_history_of_five_thousand_entries_is_whole(ending: str) -> None:
    text = told(ending, a_document(a_long_table()))
    assert set(re.findall(r"Entry\d{5}", text)) == {f"Entry{number:05}" for number in range(5_000)}


def test_a_printed_history_of_five_thousand_entries_runs_to_its_last_page() -> None:
    pages = PdfReader(BytesIO(FORMATS["pdf"].write(a_document(a_long_table())))).pages
    # Reading every page back takes longer than making them: the first, some of the middle, and the last.
    found = [re.findall(r"Entry (\d{5})", page.extract_text()) for page in (pages[0], *pages[60:63], *pages[-3:])]
    assert found[0][0] == "00000"
    assert max(name for names in found for name in names) == "04999"
    middle = [int(name) for names in found[1:4] for name in names]
    assert middle == list(range(middle[0], middle[0] + len(middle)))


def test_a_picture_of_a_long_history_says_what_it_leaves_out() -> None:
    text = told("svg", a_document(a_long_table()))
    assert close("The first 150 of 5,000 rows: PDF, Word, Excel, CSV and JSON have them all.") in text
    assert "Entry00149" in text
    assert "Entry00150" not in text


def test_a_file_is_named_by_page_and_day_and_by_nobody() -> None:
    assert file_name(a_document(), "pdf") == "kithmap-adults-2024-03-31.pdf"
