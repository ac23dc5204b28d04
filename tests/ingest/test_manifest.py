"""What a manifest says and how its faults are named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from graph.errors import InputRefused
from ingest.manifest import Manifest, read_manifest
from tests.ingest.sending import MANIFEST


def read(folder: Path, text: str | bytes) -> Manifest:
    path = folder / "delivery.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_manifest(path, "vale")


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(InputRefused) as refused:
        read(folder, text)
    return str(refused.value)


def changed(field: str, value: str) -> str:
    lines = [f"{field}: {value}" if line.startswith(f"{field}:") else line for line in MANIFEST.splitlines()]
    return "\n".join(lines)


def test_a_manifest_is_read_with_its_defaults(tmp_path: Path) -> None:
    manifest = read(tmp_path, MANIFEST)
    assert (manifest.agency, manifest.system, manifest.mode) == ("police", "incident-log", "full")
    assert manifest.extracted_at == datetime(2024, 3, 31, 22, tzinfo=UTC)
    assert manifest.extracted_on == date(2024, 3, 31)


@pytest.mark.parametrize(
    ("sent", "utc"),
    [
        ("2024-06-30T23:30:00", datetime(2024, 6, 30, 22, 30, tzinfo=UTC)),
        ("2024-06-30 23:30:00+02:00", datetime(2024, 6, 30, 21, 30, tzinfo=UTC)),
        ("2024-06-30", datetime(2024, 6, 30, 23, tzinfo=UTC)),
    ],
)
def test_the_moment_of_extraction_is_londons_unless_it_says_otherwise(tmp_path: Path, sent: str, utc: datetime) -> None:
    assert read(tmp_path, changed("extracted_at", sent)).extracted_at == utc


@pytest.mark.parametrize("name", ["007", "no", "1e3", "2024-01-01"])
def test_names_stay_the_text_they_were_sent_as(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, changed("agency", name)).agency == name


def test_a_feed_may_cover_less_than_its_delivery(tmp_path: Path) -> None:
    manifest = read(tmp_path, MANIFEST + "feeds: {attendance: {from: 2022-09-01}}\n")
    covers = manifest.covers_of("attendance")
    assert (covers.from_, covers.to) == (date(2022, 9, 1), date(2024, 3, 31))
    assert manifest.covers_of("people") == manifest.covers


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("agency", ""),
        ("agency_kind", "wizardry"),
        ("extracted_at", "31/03/2024"),
        ("mode", "partial"),
        ("covers", "{from: 2024-01-01, to: 2023-01-01}"),
        ("covers", "{from: soon}"),
        ("system", "[a, b]"),
    ],
)
def test_a_fault_names_the_file_and_the_field_and_no_value(tmp_path: Path, field: str, value: str) -> None:
    text = MANIFEST + "mode: full\n"
    lines = [f"{field}: {value}" if line.startswith(f"{field}:") else line for line in text.splitlines()]
    message = refusal(tmp_path, "\n".join(lines))
    assert message.startswith("vale/delivery.yaml: ")
    assert field in message
    assert "wizardry" not in message


@pytest.mark.parametrize(
    "field", ["agency", "agency_name", "agency_kind", "system", "extracted_at", "covers", "lawful_basis"]
)
def test_what_a_manifest_cannot_do_without_is_named(tmp_path: Path, field: str) -> None:
    text = "\n".join(line for line in MANIFEST.splitlines() if not line.startswith(f"{field}:"))
    assert f"{field}: " in refusal(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n",
        "agency: [\n",
        "a: &a [x]\nb: *a\n",
        "agency: !!python/object/apply:os.getcwd []\n",
        b"\xff\xfe",
        "[" * 60_000,
        "agency: " + "x" * 70_000,
    ],
)
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str | bytes) -> None:
    assert refusal(tmp_path, text).startswith("vale/delivery.yaml")


def test_a_syntax_fault_names_its_line(tmp_path: Path) -> None:
    assert "line 3" in refusal(tmp_path, "agency: a\nsystem: b\n\tcovers: c\n")
