"""A finished trial in blocks as a file: all that is needed to calculate its result again."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.trial.block_results import BlockResult
from kneeapp.domain.trial.block_scores import weight
from kneeapp.domain.trial.block_text import Names, block_method_words
from kneeapp.domain.trial.block_trial import BlockTrial


def block_trial_file(  # noqa: PLR0913  a trial, what it found, and what the file is stamped with
    trial: BlockTrial,
    outcome: BlockResult,
    sessions: Iterable[Session],
    names: Names,
    *,
    version: str,
    now: datetime,
) -> dict[str, Any]:
    """The file's content as JSON values. Only for a closed trial: it holds the whole order."""
    b = weight(outcome.complete)
    return {
        "kneeapp": version,
        "written_at": now.isoformat(),
        "trial": {
            "id": str(trial.id),
            "design": 2,
            "knee": trial.knee,
            "asked": [names[arm] for arm in trial.candidates],
            "other": names[trial.other],
            "drawn_at": trial.drawn_at.isoformat(),
            "closed_at": trial.closed_at and trial.closed_at.isoformat(),
            "consent": trial.consent,
            "order": [names[trial.arms[arm]] for arm in trial.order],
            "blocks": list(trial.blocks),
            "looks": [asdict(look) for look in trial.looks],
        },
        "method": block_method_words(trial, names, b),
        "sessions": [
            {
                "id": str(session.id),
                "started_at": session.started_at.isoformat(),
                "number": 2 * session.trial.pair + session.trial.place + 1,
                "routine": session.plan.routine,
                "test_move": session.test_move,
                "before": session.before,
                "after": session.after,
            }
            for session in sessions
            if session.trial and session.trial.trial == trial.id
        ],
        "result": {
            "finding": outcome.finding,
            "end": outcome.end,
            "weight_of_before": b / 10,
            "look": outcome.look and asdict(outcome.look.look),
            "arms": [
                {
                    "arm": names[arm.arm],
                    "relief": list(arm.relief),
                    "missing": arm.missing,
                    "p_one_sided": arm.p,
                    "p_at_the_worst": arm.worst,
                    "difference": arm.ahead and asdict(arm.ahead),
                    "best": arm.best,
                    "shown": arm.shown,
                    "dropped": arm.dropped,
                }
                for arm in outcome.arms
            ],
        },
    }
