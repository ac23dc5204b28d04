"""Numbers and contact details: one spelling, check digits, and what identifies nobody."""

import pytest

from graph.identity.contacts import clean_email, clean_local_id, clean_phone, clean_vehicle
from graph.identity.numbers import clean_uprn, valid_nhs_number, valid_upn


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("943 476 5919", "9434765919"),
        ("943-476-5919", "9434765919"),
        ("9434765918", None),
        ("0000000000", None),
        ("94347659", None),
        ("", None),
    ],
)
def test_an_nhs_number_is_read_only_with_its_check_digit(text: str, number: str | None) -> None:
    assert valid_nhs_number(text) == number


@pytest.mark.parametrize(
    ("text", "upn"),
    [
        ("H801200001001", "H801200001001"),
        ("h801200001001 ", "H801200001001"),
        ("A801200001001", None),
        ("H80120000100", None),
        ("H80120000100I", None),
    ],
)
def test_a_upn_is_read_only_with_its_check_letter(text: str, upn: str | None) -> None:
    assert valid_upn(text) == upn


def test_uprns_lose_leading_zeros_and_nothing_else_is_one() -> None:
    assert clean_uprn(" 000123 ") == "123"
    assert clean_uprn("000") is None
    assert clean_uprn("12a") is None


def test_phones_are_one_number_in_every_spelling() -> None:
    assert {clean_phone(text) for text in ("07700 900123", "+44 7700 900123", "(07700) 900-123")} == {"+447700900123"}
    assert clean_phone("call mum") is None
    assert clean_phone("12") is None


def test_emails_vehicles_and_local_numbers() -> None:
    assert clean_email(" Lee@Example.ORG ") == "lee@example.org"
    assert clean_email("none") is None
    assert clean_vehicle("ab12 cde") == clean_vehicle("AB12CDE") == clean_vehicle("ABI2 CDE") == "AB12CDE"
    assert clean_vehicle("Q123") == "Q123"
    assert clean_vehicle("none") is None
    assert clean_local_id("Vale-PNC: 12/345") == "vale-pnc:12345"
    assert clean_local_id("12345") is None
