"""A trial's file holds all that its result takes."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from kneeapp.domain.trial.export import trial_file
from kneeapp.domain.trial.results import permutation_p, result
from kneeapp.domain.trial.schedule import attempts
from tests.domain.rating_factory import START
from tests.domain.trial.test_schedule import TRIAL, made

CLOSED = replace(TRIAL, closed_at=START + timedelta(days=20))
SESSIONS = [made(n, after=5 - n % 3) for n in range(9)] + [made(9, late=True)]


def written() -> dict[str, Any]:
    made_for_it = attempts(CLOSED, SESSIONS)
    file = trial_file(
        CLOSED,
        made_for_it,
        SESSIONS,
        {},
        version="9",
        now=CLOSED.closed_at or START,
        strengthening_began=True,
    )
    read: dict[str, Any] = json.loads(json.dumps(file))
    return read


def test_the_result_can_be_calculated_again_from_the_file_alone() -> None:
    file = written()
    order = file["trial"]["order"]
    relief = {
        (session["pair"], order[2 * session["pair"] + session["place"] - 3]): session["before"]
        - session["after"]
        for session in file["sessions"]
        if session["used"]
    }
    asked, other = file["trial"]["asked"], file["trial"]["other"]
    differences = [
        relief[pair, asked] - relief[pair, other]
        for pair in range(1, 6)
        if (pair, asked) in relief and (pair, other) in relief
    ]
    assert len(differences) == 4
    assert permutation_p(differences) == file["result"]["p_one_sided"]
    assert [one["difference"] for one in file["result"]["pairs"]] == [*differences, None]


def test_the_file_says_what_was_agreed_to_and_why_a_session_does_not_count() -> None:
    file = written()
    assert (file["kneeapp"], file["trial"]["consent"]) == ("9", TRIAL.consent)
    assert [session["left_out"] for session in file["sessions"]] == [None] * 9 + ["late"]
    assert {session["routine_version"] for session in file["sessions"]} == {"1"}
    assert "one-sided" in file["method"]


def test_the_file_agrees_with_the_page() -> None:
    trial_result = result(CLOSED, attempts(CLOSED, SESSIONS))
    assert trial_result.difference
    assert written()["result"]["difference"]["mean"] == trial_result.difference.mean
    assert written()["result"]["finding"] == trial_result.finding


def test_the_file_says_whether_strengthening_began_during_the_trial() -> None:
    assert written()["trial"]["strengthening_began_during_it"] is True
