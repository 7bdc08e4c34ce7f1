"""A finished trial as a file: everything that is needed to calculate its result again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.trial.design import Attempt, Trial, effects_by_slot, slots
from kneeapp.domain.trial.results import SIZE, TrialResult, result
from kneeapp.domain.trial.text import arm_words, method_words


def trial_file(  # noqa: PLR0913  a trial, what was made for it, and what the file is stamped with
    trial: Trial,
    attempts: Sequence[Attempt],
    sessions: Iterable[Session],
    routines: Mapping[str, str],
    *,
    version: str,
    now: datetime,
    strengthening_began: bool,
) -> dict[str, Any]:
    """The file's content as JSON values: the order, every session, and both analyses.

    `routines` holds titles by id. Only for a closed trial: the file holds the whole order.
    """
    names = {arm: arm_words(arm, routines) for arm in (trial.asked, trial.other)}
    return {
        "kneeapp": version,
        "written_at": now.isoformat(),
        "trial": {
            "id": str(trial.id),
            "knee": trial.knee,
            "asked": names[trial.asked],
            "other": names[trial.other],
            "drawn_at": trial.drawn_at.isoformat(),
            "closed_at": trial.closed_at and trial.closed_at.isoformat(),
            "consent": trial.consent,
            "order": [names[slot.arm] for slot in slots(trial)],
            "strengthening_began_during_it": strengthening_began,
        },
        "method": method_words(trial, asked=names[trial.asked], other=names[trial.other]),
        "sessions": _sessions(trial, attempts, sessions),
        "result": _result(result(trial, attempts)),
    }


def _sessions(
    trial: Trial, attempts: Sequence[Attempt], sessions: Iterable[Session]
) -> list[dict[str, Any]]:
    made = {attempt.effect.session: attempt for attempt in attempts}
    used = {relief.session for relief in effects_by_slot(trial, attempts).values()}
    return [
        {
            "id": str(session.id),
            "started_at": session.started_at.isoformat(),
            "pair": made[session.id].pair + 1,
            "place": made[session.id].place + 1,
            "routine": session.plan.routine,
            "routine_version": session.plan.version,
            "test_move": session.test_move,
            "before": session.before,
            "after": session.after,
            "left_out": made[session.id].effect.left_out,
            "used": session.id in used,
        }
        for session in sessions
        if session.id in made
    ]


def _result(result: TrialResult) -> dict[str, Any]:
    return {
        "finding": result.finding,
        "pairs": [{**asdict(pair), "difference": pair.difference} for pair in result.pairs],
        "p_one_sided": result.p,
        "shown_at": SIZE,
        "difference": result.difference and asdict(result.difference),
        "left_out": {"asked": result.left_out[0], "other": result.left_out[1]},
    }
