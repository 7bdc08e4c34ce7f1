// Where a session stands: the same pure functions as kneeapp/domain/routine/timeline.py,
// both held to tests/vectors/timeline.json. All times are whole milliseconds.

export const RESTART_AFTER_MS = 3000;
const MOVES = new Set(['start', 'pause', 'resume', 'skip', 'back', 'stop']);

export const length = (step) => step.segments.reduce((sum, segment) => sum + segment.ms, 0);

export const moves = (event) => MOVES.has(event.kind);

export const done = (steps, place) => place.step >= steps.length;

/** The place in `steps` at `now`; a running session flows over step ends by itself. */
export function position(steps, anchor, now) {
  let { step, elapsed_ms: elapsed } = anchor;
  if (anchor.running) elapsed += Math.max(0, now - anchor.at_ms);
  while (step < steps.length && elapsed >= length(steps[step])) elapsed -= length(steps[step++]);
  if (step >= steps.length) {
    return { step: steps.length, elapsed_ms: 0, segment: 0, segment_left_ms: 0 };
  }
  let segment = 0;
  let into = elapsed;
  while (into >= steps[step].segments[segment].ms) into -= steps[step].segments[segment++].ms;
  const segment_left_ms = steps[step].segments[segment].ms - into;
  return { step, elapsed_ms: elapsed, segment, segment_left_ms };
}

/** The anchor after `event`; events that only report change nothing. */
export function apply(steps, anchor, event) {
  const step = Math.min(event.step, steps.length);
  const at_ms = event.at_ms;
  switch (event.kind) {
    case 'start':
    case 'resume':
      return { step, elapsed_ms: event.elapsed_ms, at_ms, running: true };
    case 'pause':
    case 'stop':
      return { step, elapsed_ms: event.elapsed_ms, at_ms, running: false };
    case 'skip':
      return { step: Math.min(event.step + 1, steps.length), elapsed_ms: 0, at_ms, running: anchor.running };
    case 'back': {
      const back = event.elapsed_ms > RESTART_AFTER_MS ? 0 : 1;
      return { step: Math.max(0, event.step - back), elapsed_ms: 0, at_ms, running: anchor.running };
    }
    default:
      return anchor;
  }
}

export const inOrder = (events) =>
  [...events].sort(
    (a, b) => a.at_ms - b.at_ms || (a.client < b.client ? -1 : a.client > b.client ? 1 : a.seq - b.seq),
  );

/** `anchor` after those of `events` that came later than it. */
export const anchorAfter = (steps, anchor, events) =>
  inOrder(events).reduce(
    (current, event) => (event.at_ms < anchor.at_ms ? current : apply(steps, current, event)),
    anchor,
  );

/** The step ends a running session crosses after `from`, up to and including `to`. */
export function stepEnds(steps, anchor, from, to) {
  if (!anchor.running) return [];
  const ends = [];
  let at = anchor.at_ms - anchor.elapsed_ms;
  for (let step = anchor.step; step < steps.length; step++) {
    at += length(steps[step]);
    if (at > to) break;
    if (at > from) ends.push({ step, at_ms: at, elapsed_ms: length(steps[step]) });
  }
  return ends;
}
