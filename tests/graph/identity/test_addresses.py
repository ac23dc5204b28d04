"""One dwelling however it is written; a flat is not its building."""

import pytest

from graph.identity.addresses import clean_postcode, find_dwelling, find_postcode


@pytest.mark.parametrize(
    "address",
    [
        "Flat 2, 14 High St, Wexby ZZ1 2AB",
        "14 High Street Flat 2, ZZ12AB",
        "2/14 High St, zz1 2ab",
        "Apt. 2, 14 High Street, Wexby, ZZ1 2AB",
        "FLAT NO 02, 14 HIGH STREET, ZZ1  2AB",
        "F2 14 High St ZZ1 2AB",
        "2, 14 High St ZZ1 2AB",
    ],
)
def test_spellings_of_one_address_are_one_dwelling(address: str) -> None:
    dwelling = find_dwelling(address)
    assert dwelling
    assert dwelling.key == "ZZ12AB|14|2"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("14 High St, ZZ1 2AB", "ZZ12AB|14|"),
        ("14a High St, ZZ1 2AB", "ZZ12AB|14|a"),
        ("Flat A, 14 High St, ZZ1 2AB", "ZZ12AB|14|a"),
        ("First Floor Flat, 3 Mill Rd, ZZ1 2AB", "ZZ12AB|3|first"),
        ("Flat 1st Floor, 3 Mill Rd, ZZ1 2AB", "ZZ12AB|3|first"),
        ("The Annexe, 14 High St, ZZ1 2AB", "ZZ12AB|14|annex"),
        ("12-14 High St, ZZ1 2AB", "ZZ12AB|12-14|"),
        ("3 St Mary's Road, ZZ1 2AB", "ZZ12AB|3|"),
        ("Rose Cottage, Mill Lane, ZZ1 2AB", "ZZ12AB|rose cottage|"),
        ("The Rose Cottage, Mill Lane, ZZ1 2AB", "ZZ12AB|rose cottage|"),
        ("Flat 2, Maple House, High St, ZZ1 2AB", "ZZ12AB|maple house|2"),
    ],
)
def test_house_and_flat_are_told_apart(address: str, key: str) -> None:
    dwelling = find_dwelling(address)
    assert dwelling
    assert dwelling.key == key


@pytest.mark.parametrize(
    "address",
    [
        "Flat 5B, Foundry Court, ZZ1 2AB",
        "5B Foundry Court, ZZ1 2AB",
        "5b, Foundry Ct, Wexby, ZZ1 2AB",
        "Apt 5B The Foundry Court ZZ1 2AB",
        "FLAT 5B FOUNDRY COURT, MILL LANE, ZZ1 2AB",
        "No 5B Foundry Court, Mill Lane, ZZ1 2AB",
    ],
)
def test_a_flat_of_a_block_is_one_dwelling_with_or_without_the_word(address: str) -> None:
    dwelling = find_dwelling(address)
    assert dwelling
    assert dwelling.key == "ZZ12AB|foundry court|5b"


def test_a_block_with_a_number_of_its_own_goes_by_that() -> None:
    numbered = find_dwelling("5 Foundry Court, 12 Mill Lane, ZZ1 2AB")
    assert numbered
    assert numbered.house != "foundry court"


@pytest.mark.parametrize("address", ["Mill Lane, ZZ1 2AB", "14 High St, Wexby", "", "ZZ1 2AB"])
def test_what_names_no_house_or_postcode_is_no_dwelling(address: str) -> None:
    assert find_dwelling(address) is None


def test_the_postcode_column_goes_before_the_line_and_one_from_elsewhere_is_kept() -> None:
    assert find_dwelling("14 High St", "zz1 2ab") == find_dwelling("14 High St, ZZ1 2AB")
    assert clean_postcode("D02 X285") == "D02X285"
    assert find_postcode("nowhere") is None
