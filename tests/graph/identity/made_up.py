"""A seeded made-up town: households of parents and children, each known to some of six agencies under varying
spellings.
"""

import random
from typing import Any

import polars as pl

from tests.graph.identity.people import a_record, frame

SURNAMES = [
    "Abara",
    "Adeyemi",
    "Ahmed",
    "Akhtar",
    "Ali",
    "Barlow",
    "Begum",
    "Bevan",
    "Bianchi",
    "Brook",
    "Carver",
    "Chowdhury",
    "Dale",
    "Dobbs",
    "Dunn",
    "Eccles",
    "Evans",
    "Farah",
    "Finch",
    "Fogg",
    "Garner",
    "Hale",
    "Hobbs",
    "Hussain",
    "Iqbal",
    "Jarvis",
    "Kaur",
    "Khan",
    "Kowalski",
    "Lamb",
    "Mensah",
    "Mercer",
    "Nowak",
    "Okafor",
    "Patel",
    "Pike",
    "Popescu",
    "Rees",
    "Singh",
    "Tranter",
]
FORENAMES = {
    "F": [
        "Aisha",
        "Amy",
        "Catherine",
        "Chloe",
        "Ewa",
        "Fatima",
        "Gemma",
        "Grace",
        "Hannah",
        "Jade",
        "Kelly",
        "Leah",
        "Maria",
        "Megan",
        "Nia",
        "Olivia",
        "Priya",
        "Sarah",
        "Sophie",
        "Zainab",
    ],
    "M": [
        "Adam",
        "Callum",
        "Daniel",
        "Darren",
        "David",
        "Femi",
        "Hassan",
        "Jack",
        "James",
        "Jayden",
        "Kofi",
        "Lee",
        "Liam",
        "Luke",
        "Mohammed",
        "Owen",
        "Piotr",
        "Robert",
        "Tyler",
        "Yusuf",
    ],
}
SHORT = {
    "Daniel": "Danny",
    "Robert": "Bob",
    "Catherine": "Kate",
    "James": "Jim",
    "David": "Dave",
    "Mohammed": "Muhammad",
}
AGENCIES = ("police", "csc", "gp", "housing", "school", "hospital")


def a_town(families: int, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The people frame of a town and its truth (record_id, truth_id)."""
    dice = random.Random(seed)
    rows: list[dict[str, Any]] = []
    truth: list[tuple[str, str]] = []
    for family in range(families):
        for person in _a_family(dice, family):
            for agency in dice.sample(AGENCIES, dice.randint(1, 4)):
                row = _a_record_of(dice, person, agency, len(rows))
                rows.append(row)
                truth.append((row["record_id"], person["truth_id"]))
    return frame(*rows), pl.DataFrame(truth, schema={"record_id": pl.String, "truth_id": pl.String}, orient="row")


def _a_family(dice: random.Random, family: int) -> list[dict[str, Any]]:
    surname, home = dice.choice(SURNAMES), f"home-{family}"
    years = [("F", 1980 + dice.randint(0, 10)), ("M", 1978 + dice.randint(0, 10))]
    years += [(dice.choice("FM"), 2006 + dice.randint(0, 15)) for _ in range(dice.randint(1, 3))]
    forenames: list[str] = []
    for sex, _ in years:
        forenames.append(dice.choice([name for name in FORENAMES[sex] if name not in forenames]))
    born = [f"{year}-{dice.randint(1, 12):02d}-{dice.randint(2, 28):02d}" for _, year in years]
    if len(years) > 3 and years[2][0] == years[3][0]:
        born[3] = born[2]  # twins of one sex
    return [
        {
            "truth_id": f"{family}-{index}",
            "sex": sex,
            "forename": forenames[index],
            "surname": surname,
            "born": born[index],
            "home": home,
            "phone": f"07700 9{family % 100:02d}{index}{dice.randint(10, 99)}",
            "local": f"trust:{family * 10 + index}",
        }
        for index, (sex, _) in enumerate(years)
    ]


def _a_record_of(dice: random.Random, person: dict[str, Any], agency: str, number: int) -> dict[str, Any]:
    forename, born = person["forename"], person["born"]
    if dice.random() < 0.15:
        forename = SHORT.get(forename, forename)
    if dice.random() < 0.05 and len(forename) > 4:
        forename = forename[:-2] + forename[-1]
    year, month, day = born.split("-")
    spelled = dice.choices([born, year, f"{year}-{day}-{month}" if int(day) <= 12 else born, None], [88, 4, 3, 5])[0]
    return a_record(
        f"{dice.randrange(16**8):08x}{number}",
        f"{forename} {person['surname']}",
        spelled,
        agency=agency,
        sex=person["sex"] if dice.random() < 0.9 else None,
        addresses=[person["home"]] if dice.random() < 0.7 else [],
        phones=[person["phone"]] if dice.random() < 0.4 else [],
        local_ids=[person["local"]] if dice.random() < 0.3 else [],
    )
