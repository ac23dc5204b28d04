"""Episodes, assessments, school rolls and attendance: what services wrote of their own work with a family."""

from __future__ import annotations

from datetime import date, timedelta

from ingest.synth.agencies import SCHOOLS
from ingest.synth.books import Book
from ingest.synth.recording import Recorder
from ingest.synth.told import ToldAssessment, ToldEpisode
from ingest.synth.world import AS_OF, CHILDREN_SERVICES, CaseWork

_KINDS = {
    "adult_mental_health": "mental_health",
    "camhs": "mental_health",
    "probation": "probation",
    "adult_social_care": "adult_care",
    "refuge_service": "other",
}
_FACTORS = ("4B", "3B", "3C", "2B", "16A", "1B")


def record_work(recorder: Recorder) -> None:
    """Writes the work of every service with this family, and tells what children's social care assessed."""
    book = recorder.books[CHILDREN_SERVICES]
    for work in recorder.family.work:
        children = [one for one in recorder.family.children if one in recorder.family.known_to_services]
        present = [one for one in children if recorder.family.people[one].born <= work.start]
        for child in present:
            _case(recorder, book, work, child, present)
    for agency, person in recorder.family.clients:
        if agency in _KINDS:
            _client(recorder, recorder.books[agency], person)
    for school in sorted(SCHOOLS):
        for child in recorder.family.children:
            if (school, child) in recorder.refs and recorder.family.people[child].age(AS_OF) in range(5, 17):
                _pupil(recorder, recorder.books[school], child)


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _case(recorder: Recorder, book: Book, work: CaseWork, child: str, present: list[str]) -> None:
    ref = recorder.refs[CHILDREN_SERVICES, child]
    episode = book.new_ref("C")
    row = {
        "record_ref": episode,
        "person_ref": ref,
        "kind": work.kind,
        "start": _text(work.start),
        "end": _text(work.end),
        "outcome": "assessment" if work.kind == "referral" else "",
        "source_agency": recorder.rng.choice(("police", "hazel_school", "gp")) if work.kind == "referral" else "",
        "recorded_at": _text(work.start),
    }
    book.add("episodes", row)
    recorder.told.episodes.append(ToldEpisode(episode, child, work.kind, work.start, work.end))
    if work.kind == "referral":
        _worker(recorder, book, episode, work, ref)
    if work.assessment_start:
        _assess(recorder, book, work, child, (episode, present))


def _worker(recorder: Recorder, book: Book, episode: str, work: CaseWork, ref: str) -> None:
    row = {
        "record_ref": book.new_ref("I"),
        "person_ref": ref,
        "professional_ref": book.any_professional(),
        "episode_ref": episode,
        "role": "allocated",
        "start": _text(work.start),
        "end": _text(work.end),
        "recorded_at": _text(work.start),
    }
    book.add("involvements", row)


def _assess(recorder: Recorder, book: Book, work: CaseWork, child: str, within: tuple[str, list[str]]) -> None:
    episode, present = within
    started = work.assessment_start or work.start
    ref = book.new_ref("A")
    row = {
        "record_ref": ref,
        "kind": "single",
        "episode_ref": episode,
        "started": _text(started),
        "completed": _text(work.assessment_end),
        "factors": ";".join(recorder.rng.sample(_FACTORS, 2)),
        "recorded_at": _text(started),
    }
    book.add("assessments", row)
    capacities = {one: "child" if one == child else "sibling" for one in present}
    capacities |= dict.fromkeys(work.assessed, "other_adult")
    for person, capacity in capacities.items():
        seen = {"seen": "y" if recorder.chance(0.9) else "n"}
        part = {"record_ref": ref, "person_ref": recorder.refs[CHILDREN_SERVICES, person], "capacity": capacity}
        book.add("assessment_people", part | seen)
    recorder.told.assessments.append(
        ToldAssessment(child, frozenset(capacities), started, work.assessment_end, episode)
    )


def _client(recorder: Recorder, book: Book, person: str) -> None:
    agency = book.agency.id
    start = AS_OF - timedelta(days=recorder.rng.randrange(60, 1500))
    start = max(start, recorder.family.people[person].born)
    ended = recorder.chance(0.3)
    end = min(start + timedelta(days=recorder.rng.randrange(60, 700)), AS_OF) if ended else None
    episode = book.new_ref("C")
    common = {"person_ref": recorder.refs[agency, person], "start": _text(start), "end": _text(end)}
    common |= {"recorded_at": _text(start)}
    book.add("episodes", common | {"record_ref": episode, "kind": _KINDS[agency]})
    worker = {"record_ref": book.new_ref("I"), "professional_ref": book.any_professional(), "episode_ref": episode}
    book.add("involvements", common | worker | {"role": "key_worker"})


def _pupil(recorder: Recorder, book: Book, child: str) -> None:
    ref = recorder.refs[book.agency.id, child]
    for first, last in ((date(2022, 9, 6), date(2023, 7, 21)), (date(2023, 9, 5), date(2024, 3, 28))):
        possible = recorder.rng.randrange(190, 300)
        absent = min(possible, int(recorder.rng.expovariate(1 / 18)))
        row = {
            "person_ref": ref,
            "school": book.agency.name,
            "start": _text(first),
            "end": _text(last),
            "sessions_possible": str(possible),
            "sessions_absent": str(absent),
            "sessions_unauthorised": str(absent // 3),
            "recorded_at": _text(last),
        }
        book.add("attendance", row)
    roll = {"record_ref": book.new_ref("C"), "person_ref": ref, "kind": "school_roll", "provider": book.agency.name}
    book.add("episodes", roll | {"start": "2022-09-06", "recorded_at": "2022-09-06"})
