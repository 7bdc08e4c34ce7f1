"""Sentences about trials in blocks: the plan, the result, and the method."""

from collections.abc import Mapping

from kneeapp.domain.evidence.verdict_text import LEAST_SHOWN, VerdictText, points
from kneeapp.domain.formats import capitalized
from kneeapp.domain.safety.text import join_with_and
from kneeapp.domain.trial.block_results import ArmResult, BlockFinding, BlockResult
from kneeapp.domain.trial.block_trial import BlockTrial
from kneeapp.domain.trial.design import Arm
from kneeapp.domain.trial.text import chance_words, difference_words, sureness_words

Names = Mapping[Arm, str]
"""The arms of a trial as named within a sentence."""

NOT_THE_SAME = "That does not show that they are the same."

FOLLOWING = {
    BlockFinding.HANGS_ON_MISSING: "Take it as not known. A new trial without gaps can tell.",
    BlockFinding.NOT_SHOWN: f"{NOT_THE_SAME} Do what suits you.",
    BlockFinding.KEPT_MISSING: "If you could not do it, or it hurt, leave it out for now.",
    BlockFinding.STOPPED_EARLY: "A new trial can tell, if you go through to its end.",
}

METHOD = """\
One person compared {names} in up to {sessions} sessions. Chance put them in one order, with \
each equally often in every block of {sizes} sessions. The order was drawn and \
stored on {drawn:%d %B %Y}, before the first session. What a session was for was named only \
after its first rating.

Each session gives one number: b times knee pain before, less knee pain after, 0 to 10. b says \
how much of the rating before is still there after, in all sessions of the trial alike (here \
{weight}). So a session on a bad day gains nothing by that. A session that was left or not rated \
again stays with what it was for, as missing.

The looks were planned before: {looks}. p is the share of all orders that chance could have \
drawn which put it at least this far ahead{adjusted}. It holds however much one day is like the \
next. It counts only if it still holds with each missing session at its worst.

How much and how sure: from the sessions of each kind as a series of its own, with no opinion \
put in beforehand, widened by how much neighbouring sessions are alike.

The person knew what was done once it was named, so what they expected may be a part of it. It \
holds for this knee, in these weeks, right after a session."""


def block_result_words(result: BlockResult, names: Names) -> VerdictText:
    """The result of a trial in blocks."""
    counts = _counted(result)
    if result.finding is BlockFinding.STOPPED_EARLY and result.look is None:
        counts = f"{counts} It was stopped before the first planned look."
    detail = [counts]
    detail += dict.fromkeys(_ahead(arm, result, names) for arm in _told(result))
    detail += [
        f"{capitalized(names[arm.arm])} was clearly behind at the first look and was left out."
        for arm in result.arms
        if arm.dropped
    ]
    if result.finding is BlockFinding.HANGS_ON_MISSING:
        detail.append("Had the missing sessions been at their worst, it would not show.")
    detail += [
        f"Your knee hurt more after {names[arm.arm]} than before it, by "
        f"{points(-(arm.mean or 0))} on average."
        for arm in result.arms
        if arm.harmed
    ]
    return VerdictText(_headline(result, names), tuple(detail), _following(result, names))


def block_method_words(trial: BlockTrial, names: Names, weight: int) -> str:
    """The method, for the result page and the file; `weight` is b in tenths."""
    looks = join_with_and(
        [f"after {look.sessions} sessions (p up to {look.limit:g})" for look in trial.looks]
    )
    return METHOD.format(
        names=join_with_and([names[arm] for arm in trial.arms]),
        sessions=len(trial.order),
        sizes=" or ".join(map(str, sorted(set(trial.blocks)))),
        drawn=trial.drawn_at,
        weight=f"{weight / 10:g}",
        looks=looks,
        adjusted=", with each place asked about taken into account" if len(trial.arms) > 2 else "",
    )


def _headline(result: BlockResult, names: Names) -> str:
    control = names[result.arms[-1].arm]
    asked = [names[arm.arm] for arm in result.arms[:-1]]
    among = join_with_and(asked)
    if result.finding is BlockFinding.EASES_MORE:
        winners = join_with_and([names[arm.arm] for arm in result.winners])
        return f"Your knee pain fell more after {winners} than after {control}."
    return {
        BlockFinding.HANGS_ON_MISSING: "It hangs on the sessions that are missing.",
        BlockFinding.CONTROL_EASES_MORE: (
            f"Your knee pain fell more after {control} than after {among}."
        ),
        BlockFinding.NOT_SHOWN: (
            f"Not shown that your knee pain falls more after {among} than after {control}."
            if len(asked) == 1
            else f"Not shown that your knee pain falls more after any of them than after {control}."
        ),
        BlockFinding.KEPT_MISSING: (
            f"{capitalized(names.get(result.missing, control) if result.missing else control)} "
            "could not be judged: three of its sessions in a row are missing."
        ),
        BlockFinding.STOPPED_EARLY: "Stopped early: it cannot be told.",
    }[result.finding]


def _following(result: BlockResult, names: Names) -> str:
    harmful = [names[arm.arm] for arm in result.arms if arm.harmed]
    if harmful:
        return f"Stop {join_with_and(harmful)}, and have the knee looked at."
    if result.finding is BlockFinding.EASES_MORE:
        return f"Keep {names[result.winners[0].arm]}."
    if result.finding is BlockFinding.CONTROL_EASES_MORE:
        return f"Leave {join_with_and([names[arm.arm] for arm in result.arms[:-1]])} out."
    return FOLLOWING[result.finding]


def _counted(result: BlockResult) -> str:
    whole = sum(len(arm.relief) for arm in result.arms)
    missing = sum(arm.missing for arm in result.arms)
    sessions = "session has" if whole == 1 else "sessions have"
    counted = f"{whole} {sessions} both ratings"
    return (
        f"{counted}; {missing} {'is' if missing == 1 else 'are'} missing."
        if missing
        else (f"{counted}.")
    )


def _told(result: BlockResult) -> tuple[ArmResult, ...]:
    """The arms whose figures are told, the furthest ahead first: only of a trial that has ended."""
    if result.finding in {BlockFinding.STOPPED_EARLY, BlockFinding.KEPT_MISSING}:
        return ()
    return tuple(sorted(result.arms[:-1], key=lambda arm: -arm.ahead.mean if arm.ahead else 0.0))


def _ahead(arm: ArmResult, result: BlockResult, names: Names) -> str:
    if arm.ahead is None:
        return "There are too few sessions for figures."
    asked = names[arm.arm]
    much = difference_words(arm.ahead, asked, names[result.arms[-1].arm])
    if arm.ahead.mean < LEAST_SHOWN or arm.p is None:
        return much
    return f"{much} {chance_words(arm.p)} {sureness_words(arm.ahead, asked)}"
