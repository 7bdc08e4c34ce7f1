"""Files in the shape of those that other apps write, with made-up rows."""

from collections.abc import Iterable
from datetime import date, timedelta

TRACK_AND_GRAPH = """FeatureName,Timestamp,Value,Note
Knee pain,2026-02-14T23:30:41.432+01:00,3:Label 1,
Knee pain,2026-02-15T12:55:37.508+01:00,5,So:me n:ot:e
Knee pain,2026-02-15T22:55:37Z,5,
Sleep,2026-02-15T07:00:00Z,7:10:00,
Mood,2026-02-15T07:00:00Z,2:fine,
"""

PRIVACY_FRIENDLY = (
    '"Date","Conditions","Pain Level (0-10)","Body Regions","Pain nature","Times of pain",'
    '"Drug Intakes","Comment"\n'
    '"13.02.2026","GOOD","4","[KNEE_LEFT]","[STABBING]","[MORNING]","[]","Treppe"\n'
    '"15.02.2026","BAD","6","[KNEE_LEFT]","[]","[]","[]",""\n'
)

DAYLIO = (
    "\ufefffull_date,date,weekday,time,mood,activities,note_title,note\n"
    '2026-02-15,"February 15",Sunday,07:15,rad,"walk | work","","Stairs were fine"\n'
    '2026-02-14,"February 14",Saturday,19:15,awful,"work","",""\n'
)

BEARABLE = """date,weekday,time of day,category,rating/amount,detail,notes
2026-02-10,Tuesday,am,Symptom,3,Knee pain (Severe),
2026-02-10,Tuesday,pm,Mood,4,,
2026-02-11,Wednesday,am,Symptom,1,Knee pain (Mild),after a walk
"""

PAIN_TRACKER = """Date,Time,Pain Level,Locations,Symptoms,Sleep Quality,Mood Impact,Notes
2026-02-13,08:00,7,"left knee; lower back","aching; stiffness",6,4,"long day"
2026-02-14,08:00,3,"lower back","",7,2,""
"""

SPREADSHEET = (
    "Datum;Knie links;Knie rechts;Bemerkung\n01.02.2026;2;3,5;Übel gestürzt\n02.02.2026;1;0,5;\n"
)
"""As Excel saves it in German; no day tells whether the day or the month comes first."""


def diary_until(last: date, scores: Iterable[int]) -> str:
    """A score a day, the last of them on `last`."""
    rows = [f"{last - timedelta(days=ago)},{score}" for ago, score in enumerate([*scores][::-1])]
    return "\n".join(["Date,Knee pain (0-10)", *rows])
