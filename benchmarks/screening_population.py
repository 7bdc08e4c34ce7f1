"""Whom the screening holds up: 10,000 made-up adults with sore knees, and by which rule.

The shares stand in screening_shares.toml with their sources; the others are assumptions.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.tables import share, table
from kneeapp.content import questionnaire
from kneeapp.domain.safety.status import SafetyStatus, status
from kneeapp.domain.screening.answers import judge
from kneeapp.domain.screening.conditions import NOT_SURE
from kneeapp.domain.screening.questions import Stage

PEOPLE = 10_000
SEED = 16
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
UNSURE = 0.3
"""Percent of people who are not sure about a list on danger (assumed)."""

SHARES: Mapping[str, Mapping[str, tuple[float, float]]] = tomllib.loads(
    Path(__file__).with_name("screening_shares.toml").read_text(encoding="utf-8")
)
"""Percent of people who tick each item of each list, at 30 and at 70 years."""


@dataclass(frozen=True)
class Person:
    """One made-up person, and what the screening says of them."""

    age: int
    status: SafetyStatus


def people(count: int = PEOPLE, seed: int = SEED) -> list[Person]:
    """`count` people as the shares have them, each judged by today's rules."""
    random = Random(seed)  # noqa: S311  made-up people, no secret
    questions = questionnaire(None)
    found = []
    for _ in range(count):
        given = answers(random)
        raised = [one.model_copy(update={"at": AT}) for one in judge(questions, given)]
        found.append(Person(given["age"], status(raised, (), AT, UTC)))
    return found


def answers(random: Random) -> dict[str, Any]:
    """What one person answers; what hangs on another answer counts only where it applies."""
    age = min(90, max(18, round(random.gauss(52, 16))))
    injury = random.choices(("no", "recent", "older"), (67, 8, 25))[0]
    given: dict[str, Any] = {"age": age, "injury": injury, "injury_days": random.randint(0, 42)}
    part = min(1.25, max(-0.25, (age - 30) / 40))
    for group, shares in SHARES.items():
        chances = {item: young + part * (old - young) for item, (young, old) in shares.items()}
        given[group] = [item for item, share in chances.items() if random.random() * 100 < share]
        danger = questionnaire(None).group(group).stage is Stage.DANGER
        if danger and random.random() * 100 < UNSURE:
            given[group].append(NOT_SURE)
    return given


def main() -> None:
    """Print how many of 100 are closed out or asked first, in all, by age and by rule."""
    found = people()
    table("By age", _by_age(found))
    table("By rule", _by_rule(found))


def _by_age(found: Sequence[Person]) -> Iterator[dict[str, object]]:
    for least, most in ((18, 90), (18, 39), (40, 64), (65, 90)):
        of = [one for one in found if least <= one.age <= most]
        out = [one.status.nothing_left for one in of]
        asked = [bool(one.status.to_ask) and not one.status.nothing_left for one in of]
        yield {
            "age": f"{least}–{most}",
            "closed out": share(out),
            "asked first": share(asked),
            "people": len(of),
        }


def _by_rule(found: Sequence[Person]) -> Iterator[dict[str, object]]:
    closing, alone = Counter[str](), Counter[str]()
    for one in found:
        closing.update(case.finding.rule for case in one.status.closing_now)
        if one.status.nothing_left and len(one.status.red_flags) == 1:
            alone.update([one.status.red_flags[0].finding.rule])
    for rule, count in closing.most_common():
        yield {
            "rule": f"`{rule}`",
            "closes, of 100": 100 * count / len(found),
            "alone closes out, of 100": 100 * alone[rule] / len(found),
        }


if __name__ == "__main__":
    main()
