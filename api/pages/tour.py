"""The tour: the story of the review in six steps through the sample family, each a page and what to notice there."""

from __future__ import annotations

from dataclasses import dataclass

AGENCY, REFERENCE = "csc", "CSC-10482"
"""The record of the sample's child, Mia Hobbs, in the sample's children's social care."""
FAMILY_NAME = "HOBBS"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what the review found, the page of Mia that shows it (after her address), and what to notice there."""

    title: str
    found: str
    page: str
    link: str
    notice: tuple[str, ...]


STEPS = (
    Step(
        "The partner nobody assessed",
        "Agencies did not share what they knew of the mother’s partner, and nobody assessed him.",
        "/adults?as_of=2023-06-07&known_at=2023-06-07",
        "Adults around Mia on 7 June 2023, by what had been written down that day",
        (
            "An assessment of Mia starts on this day. Daniel Mercer is not in it: police, housing and probation know him, "
            "children’s social care does not.",
            "His evidence opens to the incident police recorded and to the tenancy housing keeps.",
            "Her father Lee raised the alarm himself and is in no assessment either. The page lists everybody alike, "
            "whoever may harm and whoever may protect.",
        ),
    ),
    Step(
        "The same day as one agency knew it",
        "Professionals did not know of each other, nor of what the others held.",
        "/network?as_of=2023-06-07&known_at=2023-06-07&known_to=csc",
        "Mia’s household network on that day as children’s social care knew it",
        (
            "Daniel is not in this picture. Untick Children’s Social Care under the dates, and he is.",
            "The stamp at the end says for which day, known by when and to whom the picture is.",
        ),
    ),
    Step(
        "Attendances nobody put side by side",
        "The child was taken to hospitals with injuries again and again, each time with another explanation.",
        "/chronology?as_of=2024-03-31&from=2021-09-01",
        "What happened to Mia since September 2021, all agencies together",
        (
            "The injuries are at several hospitals and one walk-in centre, with who brought her and how it was explained.",
            "Each entry says when it happened and, where that was later, when it was written down.",
            "“No action recorded” is said where nothing was, and a stretch in which nobody recorded anything is marked.",
        ),
    ),
    Step(
        "A man called Daz",
        "Adults were met in the home whose names nobody asked for.",
        "/adults?as_of=2024-03-31",
        "Adults around Mia on 31 March 2024",
        (
            "Police and the school each met a man called Daz. Nobody has judged whether they are one man, "
            "so they stand apart, as not identified.",
            "Each has people he may be, with why each fits: the van, the first name. Kithmap does not choose.",
        ),
    ),
    Step(
        "The older children’s history",
        "Their mother’s care of two older children was not read when the younger one was assessed.",
        "/siblings?as_of=2024-03-31",
        "Mia’s brothers and sisters across their households",
        (
            "Chloe and Jayden had child protection plans and care before Mia was known. Side by side, by date or by age, "
            "the same things come again.",
            "How each is related is said with the path through the parents.",
        ),
    ),
    Step(
        "Who knew what, and from when",
        "What police, health and housing held did not reach those who decided.",
        "/who-knew?as_of=2024-03-31",
        "Which agency knew of whom around Mia, since when and how",
        (
            "Police knew of Daniel from September 2022; children’s social care from 20 February 2024, when housing shared it.",
            "Where an agency knew nothing, the page says which kind of nothing that is.",
            "A protected address is on no page you open, and leaves no gap where it was.",
        ),
    ),
)
