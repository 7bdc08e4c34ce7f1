"""How often verdicts and alarms are wrong over a year, and when people behave like people.

Called by `benchmarks/evidence.py`; the model is that of `benchmarks/simulated_knees.py` for relief,
without a level, so that no floor hides a rule's fault.
"""

import numpy as np

from benchmarks.simulated_knees import Floats, Noise, Rows
from benchmarks.tables import share
from kneeapp.domain.evidence.ar1_posterior import posterior
from kneeapp.domain.evidence.sequential_looks import FEWEST, MOST, decided_at, harm_alarms, turns
from kneeapp.domain.evidence.verdicts import Outcome, routine_outcome

YEAR, LATE, SEED = 150, 60, 21
CELLS = ((1.0, 0.3), (1.5, 0.3), (1.5, 0.5), (1.5, 0.7), (2.0, 0.5), (2.0, 0.7))
"""Standard deviation (points) and correlation of neighbours."""


def reliefs(
    people: int, effect: float | Floats, noise: Noise, sessions: int = YEAR, *, heavy: bool = False
) -> Floats:
    """Whole points of relief, shape (people, sessions); `heavy` has t3 noise of the same SD."""
    rng = np.random.default_rng(SEED)
    if not heavy:
        return np.asarray(np.rint(effect + noise.draw(rng, people, sessions)))
    fresh = noise.sd * rng.standard_t(3, (people, sessions)) / np.sqrt(3)
    for session in range(1, sessions):
        fresh[:, session] *= np.sqrt(1 - noise.correlation**2)
        fresh[:, session] += noise.correlation * fresh[:, session - 1]
    return np.asarray(np.rint(effect + fresh))


def old_alarms(relief: Floats) -> Floats:
    """What the rule said before: P(mean of the newest MOST <= -1) >= .90, at each look."""
    alarms = np.zeros(relief.shape, dtype=bool)
    for look in range(FEWEST, relief.shape[1] + 1):
        alarms[:, look - 1] = posterior(relief[:, max(0, look - MOST) : look]).at_least(-1) <= 0.1
    return alarms


def alarms(people: int) -> Rows:
    for heavy in (False, True):
        for sd, correlation in CELLS:
            relief = reliefs(people, 0, Noise(sd, correlation), heavy=heavy)
            row: dict[str, object] = {"noise": "t3" if heavy else "normal", "SD": sd}
            row["correlation"] = correlation
            for name, rule in (("new", harm_alarms), ("old", old_alarms)):
                rings = np.concatenate([rule(part) for part in np.array_split(relief, 20)])
                row |= {f"{name} by {n}": share(rings[:, :n].any(-1)) for n in (MOST, 50, YEAR)}
            yield row


def harm(people: int) -> Rows:
    for effect in (-1, -2):
        for sd, correlation in CELLS:
            relief = reliefs(people, effect, Noise(sd, correlation))
            row: dict[str, object] = {"relief": effect, "SD": sd, "correlation": correlation}
            for name, rule in (("new", harm_alarms), ("old", old_alarms)):
                rings = np.concatenate([rule(part) for part in np.array_split(relief, 20)])
                row |= {f"{name} by {n}": share(rings[:, :n].any(-1)) for n in (MOST, 50)}
                at = np.where(rings.any(-1), rings.argmax(-1) + 1, YEAR + 1)
                middle = int(np.median(at))
                row[f"{name}, median session"] = f"> {YEAR}" if middle > YEAR else middle
            row["begun late: found after"] = _found_late(people, effect, Noise(sd, correlation))
            yield row


def _found_late(people: int, effect: float, noise: Noise) -> str:
    """Median sessions until harm that begins after LATE is told, of who had no alarm before."""
    mean = np.concatenate([np.zeros(LATE), np.full(YEAR - LATE, effect)])
    rings = harm_alarms(reliefs(people, mean, noise))
    rings = rings[~rings[:, :LATE].any(-1)]
    found = rings.any(-1)
    if 2 * found.sum() < len(rings):
        return f"> {YEAR - LATE}"
    return str(int(np.median(np.where(found, rings.argmax(-1) + 1 - LATE, YEAR))))


def kept(people: int) -> Rows:
    """Verdicts over a year at a steady relief of 2 and of 0."""
    for sd, correlation in CELLS:
        row: dict[str, object] = {"SD": sd, "correlation": correlation}
        for effect, right in ((2, 1), (0, -1)):
            relief = reliefs(people, effect, Noise(sd, correlation))
            after = np.abs(decided_at(relief)) * (decided_at(relief) * right > 0)
            ended = np.any(harm_alarms(relief[after > 0]), axis=-1)
            turned = [
                bool(turns(one, number, helps=effect > 0))
                for one, number in zip(relief.astype(int).tolist(), after.tolist(), strict=True)
                if number
            ]
            row[f"verdict at {effect} by 14"] = share(after > 0)
            row[f"later turned or called harm at {effect}"] = share(ended | turned)
        yield row


def fading(people: int) -> Rows:
    """Sessions at 2 that reach a verdict, a straight fall to 0 over MOST sessions, and then 0."""
    then = 28
    fall = 2 - 2 * np.arange(1, MOST + 1) / MOST
    for before in (0, MOST):
        effect = np.concatenate([np.full(before, 2.0), fall, np.zeros(then)])
        for sd, correlation in CELLS:
            relief = reliefs(people, effect, Noise(sd, correlation), len(effect))
            helped = decided_at(relief) > 0
            rows = relief[helped].astype(int).tolist()
            row: dict[str, object] = {"falls from session": before + 1, "SD": sd}
            row |= {"correlation": correlation, "helps by 14": share(helped)}
            for later in (0, then // 2, then):
                last = before + MOST + later
                faded = [routine_outcome(one[:last]) is Outcome.FADED for one in rows]
                row[f"of these faded, {later} sessions at 0"] = share(faded)
            yield row


def unrated(people: int) -> Rows:
    """Second ratings missing where relief is 0 or less; and helps that hang on them."""
    rng = np.random.default_rng(SEED)
    for missing in (0.5, 0.8):
        for effect in (0.0, 0.5, 2.0):
            relief = reliefs(people, effect, Noise(1.5, 0.3), 80)
            gone = rng.random(relief.shape) < (missing if effect < 2 else 0.2) * (
                (relief <= 0) | (effect == 2)
            )
            helps = hangs = 0
            for points, lost in zip(relief, gone, strict=True):
                last = int(np.flatnonzero(~lost)[MOST - 1]) + 1
                seen, filled = points[:last][~lost[:last]], np.where(lost, 0, points)[:last]
                if routine_outcome(seen.astype(int).tolist()) is Outcome.HELPS:
                    helps += 1
                    hangs += routine_outcome(filled.astype(int).tolist()) is not Outcome.HELPS
            yield {
                "missing": missing if effect < 2 else "0.2, harmless",
                "effect": effect,
                "helps": share(np.arange(people) < helps),
                "of these said to hang on it": f"{100 * hangs / max(helps, 1):.0f}",
            }
