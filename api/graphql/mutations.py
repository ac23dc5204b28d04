"""What changes something: a person's judgement of two records and its undoing, a finding set aside, a way in opened."""

from __future__ import annotations

from datetime import date

import strawberry

from api.graphql.queries import Asks
from api.graphql.types.findings import Finding
from api.graphql.types.judging import Conflict, Judged, JudgeOutcome
from api.graphql.types.opening import BreakGlassOutcome, Granted, Refused
from api.graphql.types.people import Judgement
from graph.identity.judgements import Verdict
from graph.model.judging import ConflictAnswer, JudgedAnswer
from graph.model.opening import GrantedAnswer, RefusedAnswer
from graph.questions.access_opened import AccessAsked
from graph.questions.judging import JudgeAsked
from graph.questions.setting_aside import AsideAsked


@strawberry.type
class Mutation:
    """Everything that can be changed."""

    @strawberry.mutation
    def judge(  # noqa: PLR0913, PLR0917 - the arguments of the contract
        self,
        info: Asks,
        left: strawberry.ID,
        right: strawberry.ID,
        judgement: Judgement,
        reason: str,
        evidence_since: date | None = None,
    ) -> JudgeOutcome:
        """Same, different or unsure, by the signed-in person, with a reason; append-only and undoable."""
        asked = JudgeAsked(left, right, Verdict[judgement.name], reason, evidence_since)
        return tell_outcome(info.context.questions.judge(asked))

    @strawberry.mutation
    def undo_judgement(self, info: Asks, id: strawberry.ID, reason: str) -> JudgeOutcome:
        """Takes a judgement out of force, by another entry of the log; what it joined is as before."""
        return tell_outcome(info.context.questions.undo_judgement(id, reason))

    @strawberry.mutation
    def set_aside(  # noqa: PLR0913, PLR0917 - the arguments of the contract
        self,
        info: Asks,
        child: strawberry.ID,
        rule: str,
        reason: str,
        until: date,
        adult: strawberry.ID | None = None,
    ) -> Finding:
        """A finding, or one adult's part in it, set aside by the signed-in person until a later day, at most a year ahead."""
        return info.context.questions.set_aside(AsideAsked(child, rule, adult, reason, until))  # type: ignore[return-value]

    @strawberry.mutation
    def claim_relationship(self, info: Asks, child: strawberry.ID, reason: str) -> BreakGlassOutcome:
        """A relationship you claim yourself: 14 days, your manager and the privacy officer are told."""
        return tell_opening(info.context.questions.claim_relationship(AccessAsked(child, reason)))

    @strawberry.mutation
    def break_glass(self, info: Asks, child: strawberry.ID, category: str, reason: str) -> BreakGlassOutcome:
        """What is restricted around one child, for 60 minutes; told to others and reviewed. Never what is sealed.

        category: immediate_risk, missing_child, medical_emergency, section47, out_of_hours,
        court_today or other; reason: 15 characters or more.
        """
        return tell_opening(info.context.questions.break_glass(AccessAsked(child, reason, category)))


def tell_opening(outcome: GrantedAnswer | RefusedAnswer) -> Granted | Refused:
    """The outcome as the schema's own type."""
    if isinstance(outcome, RefusedAnswer):
        return Refused(says=outcome.says)
    return Granted(until=outcome.until, alerted=outcome.alerted)


def tell_outcome(outcome: JudgedAnswer | ConflictAnswer) -> Judged | Conflict:
    """The outcome as the schema's own type: which of the two it is, is told by its class."""
    if isinstance(outcome, ConflictAnswer):
        return Conflict(says=outcome.says, with_=list(outcome.judgements))
    return Judged(
        id=strawberry.ID(outcome.id),
        person=outcome.person,  # type: ignore[arg-type]
        by=outcome.by,
        at=outcome.at,
        applied=outcome.applied,
    )
