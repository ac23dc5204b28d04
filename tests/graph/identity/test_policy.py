"""What the policy makes of a pair: thresholds are never enough by themselves."""

from dataclasses import replace

import pytest

from graph.identity.conflicts import Conflict
from graph.identity.features import read_record
from graph.identity.policy import Decision, Levels, Policy, decide
from tests.graph.identity.people import a_record

NOTHING = Levels(None, None, None, None, None, None, None, None)
NAMED = replace(NOTHING, forename="same", surname="same")
PAIR = (read_record(a_record("a", "Amy Dunn")), read_record(a_record("b", "Amy Dunn")))
UNIDENTIFIED = (PAIR[0], read_record(a_record("b", "Amy", identified=False)))


@pytest.mark.parametrize(
    ("levels", "probability", "decision"),
    [
        (replace(NAMED, born="same"), 0.999, Decision.JOIN),
        (replace(NAMED, born="same"), 0.9, Decision.QUEUE),
        (replace(NAMED, born="same"), 0.4, Decision.LEAVE),
        (replace(NAMED, born="same", surname="different"), 0.999, Decision.QUEUE),
        (replace(NAMED, born="same", surname="different", contact="shared"), 0.999, Decision.JOIN),
        (replace(NAMED, born="same", forename="different"), 0.999, Decision.QUEUE),
        (replace(NAMED, born="slip"), 0.999, Decision.QUEUE),
        (replace(NAMED, born="slip", address="shared"), 0.999, Decision.JOIN),
        (replace(NAMED, born="partial"), 0.999, Decision.JOIN),
        (replace(NAMED, born="partial", forename="initial"), 0.999, Decision.QUEUE),
        (NAMED, 0.999, Decision.QUEUE),
        (replace(NAMED, local="same"), 0.999, Decision.JOIN),
        (replace(NAMED, born="different", local="same"), 0.999, Decision.QUEUE),
        (replace(NAMED, nhs="same"), 0.1, Decision.JOIN),
        (replace(NOTHING, upn="same", born="same"), 0.1, Decision.JOIN),
        (replace(NAMED, nhs="same", surname="different"), 0.1, Decision.REJECT_CONFLICT),
    ],
)
def test_a_pair_joins_only_when_probable_and_agreeing_in_its_own_facts(
    levels: Levels, probability: float, decision: Decision
) -> None:
    assert decide(Policy(), PAIR, levels, probability, None) is decision


@pytest.mark.parametrize(
    ("levels", "decision"),
    [
        (replace(NOTHING, contact="shared"), Decision.QUEUE),
        (replace(NOTHING, address="shared"), Decision.QUEUE),
        (replace(NOTHING, born="partial"), Decision.LEAVE),
        (replace(NOTHING, forename="same"), Decision.LEAVE),
        (replace(NOTHING, forename="same", address="shared"), Decision.QUEUE),
        (replace(NOTHING, forename="different", address="shared"), Decision.LEAVE),
        (replace(NAMED, nhs="same", born="same"), Decision.QUEUE),
    ],
)
def test_someone_unidentified_is_never_joined_only_offered(levels: Levels, decision: Decision) -> None:
    assert decide(Policy(), UNIDENTIFIED, levels, 0.999, None) is decision


@pytest.mark.parametrize(
    ("conflict", "levels", "decision"),
    [
        (Conflict.ADOPTED, replace(NAMED, nhs="same"), Decision.LEAVE),
        (Conflict.TWINS, replace(NAMED, born="same"), Decision.LEAVE),
        (Conflict.TWINS, replace(NAMED, born="same", local="same"), Decision.REJECT_CONFLICT),
        (Conflict.BIRTH_DATES, NAMED, Decision.REJECT_CONFLICT),
        (Conflict.FIRST_NAMES, replace(NAMED, nhs="same"), Decision.REJECT_CONFLICT),
    ],
)
def test_a_conflict_is_said_where_a_judge_could_use_it(conflict: Conflict, levels: Levels, decision: Decision) -> None:
    assert decide(Policy(), PAIR, levels, 0.999, conflict) is decision


def test_a_policy_signs_with_its_version() -> None:
    assert Policy(version="7").author == "policy kithmap 7"
