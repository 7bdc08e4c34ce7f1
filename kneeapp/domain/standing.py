"""Where a person stands after all screenings: what blocks, what to mind, what is due."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kneeapp.domain.areas import Area
from kneeapp.domain.findings import Caution, CautionAction, Finding, Urgency
from kneeapp.domain.groups import SAFETY
from kneeapp.domain.questionnaire import Questionnaire, next_group
from kneeapp.domain.screening import Screening, ScreeningKind, cautions, worst_first
from kneeapp.domain.sides import Side

SHORT_LIST_HOLDS = timedelta(hours=1)
"""How long an answered danger list counts for the next session (DESIGN)."""


@dataclass(frozen=True)
class Standing:
    """What holds now, folded from every screening.

    `latest` is the newest full screening whose safety questions are all answered,
    `unfinished` the newest full one that can be gone on with.
    """

    findings: tuple[Finding, ...] = ()
    cautions: tuple[Caution, ...] = ()
    short_due: bool = True
    latest: Screening | None = None
    unfinished: Screening | None = None

    @property
    def urgency(self) -> Urgency:
        return max((finding.urgency for finding in self.findings), default=Urgency.NONE_SEEN)

    @property
    def screened(self) -> bool:
        """Whether every safety question has been answered at some time."""
        return self.latest is not None

    @property
    def blocked(self) -> bool:
        """Whether a red flag or a caution keeps the routine closed."""
        return self.urgency.blocks or bool(self.calling_for(CautionAction.BLOCK))

    @property
    def avoid(self) -> frozenset[tuple[Area, Side]]:
        return frozenset().union(*(caution.avoided for caution in self.cautions))

    def calling_for(self, action: CautionAction) -> tuple[Caution, ...]:
        return tuple(caution for caution in self.cautions if caution.action is action)


def standing(
    questionnaire: Questionnaire, screenings: Sequence[Screening], now: datetime
) -> Standing:
    """Fold `screenings` into what holds at `now` (aware).

    A red flag is lifted only by a newer full screening with its safety questions
    answered, or by the entry that a clinician has checked it since; the latter also
    settles cautions that say to ask first, never those that block.
    """
    result = Standing()
    for screening in sorted(screenings, key=lambda one: (one.started_at, one.id)):
        if screening.kind is ScreeningKind.CHECKED:
            result = _after_check(result)
        elif screening.kind is ScreeningKind.SHORT:
            result = _after_short(questionnaire, result, screening)
        else:
            result = _after_full(questionnaire, result, screening)
        if _list_answered(questionnaire, screening) and (
            timedelta() <= now - screening.started_at < SHORT_LIST_HOLDS
        ):
            result = replace(result, short_due=False)
    return result


def _after_check(before: Standing) -> Standing:
    settled = tuple(
        caution for caution in before.cautions if caution.action is not CautionAction.ASK_FIRST
    )
    return replace(before, findings=(), cautions=settled, unfinished=None)


def _after_short(questionnaire: Questionnaire, before: Standing, screening: Screening) -> Standing:
    """What an incomplete set of answers adds; it takes nothing away."""
    held = cautions(questionnaire, screening.answers)
    return replace(
        before,
        findings=_more(before.findings, screening.findings),
        cautions=before.cautions + tuple(one for one in held if one not in before.cautions),
    )


def _after_full(questionnaire: Questionnaire, before: Standing, screening: Screening) -> Standing:
    unfinished = None if screening.finished_at else screening
    if next_group(questionnaire, SAFETY, screening.answers):
        return replace(_after_short(questionnaire, before, screening), unfinished=unfinished)
    return replace(
        before,
        findings=screening.findings,
        cautions=cautions(questionnaire, screening.answers),
        latest=screening,
        unfinished=unfinished,
    )


def _more(before: tuple[Finding, ...], found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return worst_first(before + tuple(one for one in found if one not in before))


def _list_answered(questionnaire: Questionnaire, screening: Screening) -> bool:
    return screening.kind is not ScreeningKind.CHECKED and not next_group(
        questionnaire, SAFETY, screening.answers, short=True
    )
