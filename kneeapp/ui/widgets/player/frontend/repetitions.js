// Where a set of an exercise stands: its repetition and how far that has come. Pure, like timeline.js.

/** One pass of a repetition: from the beginning to the turn, or back; a hold lies between. */
export const passOf = ({ tempo_ms, hold_ms }) => (tempo_ms - (hold_ms ?? 0)) / 2;

/** The repetition at `place`; null where nothing is counted. `passes` grows by `rate` a ms: out 1, and back 2. */
export function repetitionAt(step, place) {
  const segment = step?.segments[place.segment];
  if (!step?.reps || segment.kind !== 'work') return null;
  const into = segment.ms - place.segment_left_ms;
  const before = Math.floor(into / step.tempo_ms);
  return { number: before + 1, ...passesAt(step, into - before * step.tempo_ms) };
}

function passesAt(step, into) {
  const pass = passOf(step);
  const hold = step.hold_ms ?? 0;
  if (into < pass) return { part: 'out', passes: into / pass, rate: 1 / pass };
  if (into < pass + hold) return { part: 'hold', passes: 1, rate: 0 };
  return { part: 'back', passes: (into - hold) / pass, rate: 1 / pass };
}
