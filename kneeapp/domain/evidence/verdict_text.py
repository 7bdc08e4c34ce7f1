"""Sentences about verdicts; they claim no more than the sessions show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kneeapp.domain.areas import Area
from kneeapp.domain.evidence.analysis import Headline, Unrated
from kneeapp.domain.evidence.eligibility import STOPPED, SessionEffect
from kneeapp.domain.evidence.sequential_looks import (
    FEWEST,
    FIRST_CERTAINTY,
    LEAST_CERTAINTY,
    MIN_CHANGE,
    MOST,
)
from kneeapp.domain.evidence.verdicts import Figures, Outcome, Remaining, Verdict

RULED_OUT = (
    f"Your knee rates less than {MIN_CHANGE:g} point better after the routine. "
    "Whether muscles are weak was not tested."
)

LEAST_SHOWN = 0.05
"""Changes below this many points are shown as none."""

NO_CONTROL = (
    "Nothing was compared, so rest, moving about or hope may be a part of it. A trial compares."
)


@dataclass(frozen=True)
class VerdictText:
    """A result, the data behind it in paragraphs, and what to do next: a sentence or two each."""

    headline: str
    paragraphs: tuple[str, ...]
    following: str

    @property
    def detail(self) -> str:
        """The paragraphs as one."""
        return " ".join(self.paragraphs)


COMPARED = (
    "Keep it, unless the result of your trial says otherwise: this card alone compares nothing."
)
"""What comes next where a trial put the routine beside something else, whatever it showed."""

NEXT = {
    Outcome.HELPS: f"Keep it. {NO_CONTROL}",
    Outcome.BAD_DAYS: (
        "Do it on fixed days, or rate your knee each morning, on other days too. A trial can tell."
    ),
    Outcome.FADED: "Keep it or try the next place on your list: your choice.",
    Outcome.RULED_OUT: "Try the next place on your list.",
    Outcome.LITTLE_ALONE: "Do it as part of the whole routine, or leave it out to save time.",
    Outcome.WORSE: "Stop it for now, and have the knee looked at.",
    Outcome.NOT_KNOWN_YET: "Go on as you do, on fixed days rather than on bad days.",
    Outcome.SMALL_OR_UNCERTAIN: "Keep it or try the next place on your list: your choice.",
}

HEADLINES = {
    Outcome.HELPS: "Your knee feels better after the routine.",
    Outcome.BAD_DAYS: (
        "Your knee feels better after the routine. That cannot be told from bad days passing."
    ),
    Outcome.FADED: "At first your knee felt better after the routine. Lately that has faded.",
    Outcome.RULED_OUT: RULED_OUT,
    Outcome.LITTLE_ALONE: f"Your knee rates less than {MIN_CHANGE:g} point better after it alone.",
    Outcome.WORSE: "Your knee hurts more after the routine.",
    Outcome.NOT_KNOWN_YET: "Not known yet.",
    Outcome.SMALL_OR_UNCERTAIN: "The difference after the routine is small or uncertain.",
}

IF_UNRATED = {
    Outcome.BAD_DAYS: "it may be bad days passing",
    Outcome.FADED: "it felt better only at first",
    Outcome.RULED_OUT: f"less than {MIN_CHANGE:g} point better",
    Outcome.LITTLE_ALONE: f"less than {MIN_CHANGE:g} point better alone",
    Outcome.WORSE: "it hurts more",
    Outcome.NOT_KNOWN_YET: "not known yet",
    Outcome.SMALL_OR_UNCERTAIN: "small or uncertain",
}

BETTER = {Outcome.HELPS, Outcome.BAD_DAYS}
"""Outcomes by which the knee rates MIN_CHANGE better or more."""

UNSURE = {Outcome.WORSE, Outcome.BAD_DAYS}
"""Outcomes beside which how sure the relief is would mislead."""

LITTLE = {Outcome.RULED_OUT, Outcome.LITTLE_ALONE, Outcome.FADED}
"""Outcomes by which the relief is now less than MIN_CHANGE."""

LEAVE_IT_OUT = "Leave it out for now. If the knee gets worse still, have it looked at."
"""What comes next where knee pain surely rose, and not so much that it is called WORSE."""

WHATEVER = (
    "Whatever the verdict: for pain around the kneecap, strengthening hip and thigh has the best "
    "evidence. It need not wait."
)

NONE_LEFT = "No other place on your list has a routine to try. A clinician can look further."

HOW_TO_READ = f"""\
- **The diamond** is the average of the sessions that count, the line through it where the \
average of very many would likely lie. Left of 0 the knee got worse. The dashed line is \
{MIN_CHANGE:g} point less pain: a verdict asks whether it is more or less than that.
- **The bar** shows how sure that is. Its filled ends are where a verdict is given: at \
{FIRST_CERTAINTY:.1%} after {FEWEST} sessions, at {LEAST_CERTAINTY:.0%} after {MOST}. Early \
on more is asked, because a few good or bad days in a row can mislead.
- **All sessions** of this knee are in here, whatever dates and routine are chosen above.
- **A verdict can turn.** It is looked at again after each session. Once the newest ones clearly \
say something else, the card says so."""


def routine_words(verdict: Verdict, *, compared: bool = False) -> VerdictText:
    """The verdict on a whole routine in words; `compared` in a trial that has ended."""
    headline = _fitting(verdict, HEADLINES[verdict.outcome], "the routine")
    following = COMPARED if compared and verdict.outcome is Outcome.HELPS else _following(verdict)
    return VerdictText(headline, (_detail(verdict),), following)


def headline_words(headline: Headline) -> str:
    """The verdict on a whole routine in one line."""
    if headline.outcome is not Outcome.NOT_KNOWN_YET:
        return HEADLINES[headline.outcome]
    so_far = f"{_sessions(headline.counted)} {_verb(headline.counted)} so far"
    least = f", of at least {FEWEST}" if headline.counted < FEWEST else ""
    return f"Not known yet: {so_far}{least}."


def area_words(verdict: Verdict, area: Area) -> VerdictText:
    """The verdict on one area among several in words."""
    place = f"the {area.place.lower()}"
    headlines = {
        Outcome.HELPS: f"Your knee feels better after {place} alone.",
        Outcome.BAD_DAYS: (
            f"Your knee feels better after {place} alone. "
            "That cannot be told from bad days passing."
        ),
        Outcome.FADED: f"At first your knee felt better after {place}. Lately that has faded.",
        Outcome.LITTLE_ALONE: (
            f"Your knee rates less than {MIN_CHANGE:g} point better after {place} alone. "
            "It may still add to the whole routine."
        ),
        Outcome.WORSE: f"Your knee hurts more after {place} alone.",
        Outcome.NOT_KNOWN_YET: f"Not known yet for {place} alone.",
        Outcome.SMALL_OR_UNCERTAIN: f"The difference after {place} alone is small or uncertain.",
    }
    headline = _fitting(verdict, headlines[verdict.outcome], f"{place} alone")
    return VerdictText(headline, (_detail(verdict),), _following(verdict))


def left_out_words(reliefs: Iterable[SessionEffect]) -> tuple[str, ...]:
    """Sentences on sessions stopped for pain and on excluded ones, the commonest reason first."""
    effects = tuple(reliefs)
    harm = sum(effect.harmed and effect.left_out is None for effect in effects)
    stopped = (
        [f"{_sessions(harm)} stopped for pain: counted as {-STOPPED} points worse."] if harm else []
    )
    reasons = Counter(effect.left_out for effect in effects if effect.left_out is not None)
    excluded = [
        f"{_sessions(count)} not counted: {reason.label}."
        for reason, count in reasons.most_common()
    ]
    return (*stopped, *excluded)


def unrated_words(unrated: Unrated | None) -> str:
    """What the verdict would be with the missing ratings; empty where it would stay."""
    if unrated is None:
        return ""
    without = (
        "was not rated after 1 session"
        if unrated.sessions == 1
        else (f"was not rated after {unrated.sessions} sessions")
    )
    return (
        f"This hangs on what is missing: the knee {without}. {_had_it_been(unrated)}, the "
        f"answer would be: {IF_UNRATED[unrated.outcome]}."
    )


def _had_it_been(unrated: Unrated) -> str:
    """How the missing ratings are taken."""
    if not unrated.rated_later:
        return "Had it been no better then"
    if unrated.rated_later == unrated.sessions:
        return "With what you rated later that day"
    return "With what you rated later that day, and no better where you did not"


def certainty_words(verdict: Verdict) -> str:
    """The probability of the outcome in words; empty where there is none to show yet."""
    figures = verdict.figures
    if figures is None or not figures.telling or verdict.outcome in UNSURE:
        return ""
    if verdict.outcome in LITTLE:
        return (
            f"How sure that it is less than 1 point better: {in_hundred(1 - figures.probability)}."
        )
    return f"How sure that it is 1 point or more better: {in_hundred(figures.probability)}."


def average_words(figures: Figures) -> str:
    """The average of some sessions with its interval, as a sentence."""
    average = _average(figures)
    return f"{average[:1].upper()}{average[1:]}"


def points(value: float) -> str:
    """`value` in points to one decimal, never "-0.0"."""
    number = f"{round(value, 1) + 0:.1f}"
    return f"{number} point" if number == "1.0" else f"{number} points"


def in_hundred(probability: float) -> str:
    """A probability as a number in 100, from 1 to 99: a posterior never is certain."""
    number = min(max(round(100 * probability), 1), 99)
    return "as likely as not" if number == 50 else f"{number} in 100"


def likely(low: float, high: float, below: str, above: str) -> str:
    """An interval in points: two numbers where it lies on one side of 0, else both directions.

    `below` and `above` are the words for points below and above 0.
    """
    if low > 0 or high < 0:
        near, far = sorted(abs(end) for end in (low, high))
        return f"likely {near:.1f} to {far:.1f}"
    return f"likely from {_reach(low, below)} to {_reach(high, above)}"


def _reach(end: float, way: str) -> str:
    return "none" if abs(end) < LEAST_SHOWN else f"{abs(end):.1f} {way}"


def _fitting(verdict: Verdict, headline: str, after: str) -> str:
    """`headline`, or another where the figures beside it say less than it or something worse."""
    figures = verdict.figures
    if figures is None or not figures.telling:
        return headline
    if _surely_worse(verdict) and verdict.outcome in {*LITTLE, Outcome.SMALL_OR_UNCERTAIN}:
        return _worse(verdict, figures, after)
    if verdict.outcome in LITTLE and verdict.outcome is not Outcome.FADED:
        if figures.mean <= -LEAST_SHOWN:
            return f"Your knee does not rate better after {after}."
        if round(figures.high, 1) >= MIN_CHANGE:
            return f"Most likely {headline[:1].lower()}{headline[1:]}"
    return headline


def _worse(verdict: Verdict, figures: Figures, after: str) -> str:
    """The headline of a verdict other than WORSE whose newest figures are surely worse."""
    if verdict.outcome is Outcome.FADED:
        return f"At first your knee felt better after {after}. Lately it rates worse."
    your = "Your" if figures.high < 0 else "Lately your"
    return f"{your} knee rates worse after {after}."


def _following(verdict: Verdict) -> str:
    """What comes next; what surely makes the knee worse is not gone on with as before."""
    if _surely_worse(verdict) and verdict.outcome not in {Outcome.WORSE, Outcome.HELPS}:
        return LEAVE_IT_OUT
    figures = verdict.figures
    if verdict.outcome is Outcome.LITTLE_ALONE and figures and figures.mean <= -LEAST_SHOWN:
        return "Leave it out for now: nothing here speaks for it."
    return NEXT[verdict.outcome]


def _surely_worse(verdict: Verdict) -> bool:
    """Whether all of the interval of the newest figures shown is a rise of knee pain."""
    newest = verdict.later or verdict.figures
    return newest is not None and newest.telling and newest.high < 0


def _detail(verdict: Verdict) -> str:
    sentences = [_relief(verdict)]
    if verdict.later is not None:
        sentences.append(f"Since then {_average(verdict.later)}")
        if verdict.later.mean < MIN_CHANGE and verdict.outcome in BETTER:
            sentences.append("That is less, and may be chance: the next sessions will tell.")
        if verdict.later.mean >= MIN_CHANGE and verdict.outcome in LITTLE:
            sentences.append("That is more, and may be chance: the next sessions will tell.")
    if verdict.remaining is not None:
        sentences.append(_remaining(verdict.remaining))
    return " ".join(sentences)


def _relief(verdict: Verdict) -> str:
    figures = verdict.figures
    if figures is None or not figures.telling:
        return f"So far {_sessions(verdict.counted)} {_verb(verdict.counted)}."
    if verdict.turned:
        return f"Lately {_average(figures)}"
    return average_words(figures)


def _average(figures: Figures) -> str:
    span = likely(figures.low, figures.high, "more", "less")
    return f"{_moved(figures)} on average over {_sessions(figures.sessions)} ({span})."


def _moved(figures: Figures) -> str:
    if abs(figures.mean) < LEAST_SHOWN:
        return "knee pain stayed the same"
    return f"knee pain {'fell' if figures.mean > 0 else 'rose'} by {points(abs(figures.mean))}"


def _remaining(remaining: Remaining) -> str:
    if remaining.likely is None and remaining.chance is None:
        return (
            f"A verdict takes at least {FEWEST} that count: {remaining.least} more. "
            "One session is often wrong."
        )
    if remaining.likely is None or remaining.chance is None or remaining.chance < 0.5:
        return f"It may well stay open up to session {MOST}, where you choose."
    low, high = remaining.likely
    more = f"{low} more" if low == high else f"{low} to {high} more"
    return f"If it goes on like this: about {more}, though it may take up to session {MOST}."


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count or 'no'} sessions"


def _verb(count: int) -> str:
    return "counts" if count == 1 else "count"
