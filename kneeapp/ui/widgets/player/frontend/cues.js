// What is said and sounded in a step, and when: a list of moments made once from the plan.

import { afterHold, exerciseCues } from './counting.js';
import { length } from './timeline.js';

const HALF_WAY_FROM_MS = 40000; // in a shorter bout the half-way call only disturbs
const TEN_SECONDS_FROM_MS = 25000;
const COUNT_IN_MS = [3000, 2000, 1000];
const STALE_MS = 1500; // a cue later than this is not given; where one stands is always told

/** The cues that came due after `reached` and by `now`, at which the session stands at `place`. */
export function cuesDue({ steps, phrases, brief }, place, reached, now) {
  return cuesOf(steps, place.step, phrases, brief).filter((cue) => {
    const at = now - place.elapsed_ms + cue.at;
    return at > reached && at <= now && (cue.kind === 'step' || now - at < STALE_MS);
  });
}

/** The cues of step `index`: { at (ms of the step), kind, say, beep }. */
function cuesOf(steps, index, phrases, brief) {
  const step = steps[index];
  const cues = [{ at: 0, kind: 'step', beep: 'long', say: opening(steps, index, phrases, brief) }];
  let at = 0;
  step.segments.forEach((segment, n) => {
    const own = step.kind === 'exercise' ? exerciseCues(step, n, phrases) : segmentCues(segment, step.kind, phrases, brief);
    cues.push(...own.map((cue) => ({ ...cue, at: at + cue.at })));
    at += segment.ms;
  });
  return cues.filter((cue) => cue.at < length(step));
}

function opening(steps, index, phrases, brief) {
  const step = steps[index];
  const before = steps[index - 1];
  const same = (key) => before?.[key] === step[key];
  const switched = ['kind', 'area', 'exercise'].every(same) && !same('side');
  const name = brief && !step.exercise ? [step.side, step.title].filter(Boolean).join(', ') : step.spoken;
  return [afterHold(before, phrases), switched ? phrases.switch_sides : '', name].filter(Boolean).join('. ');
}

function segmentCues({ kind, ms }, of, phrases, brief) {
  switch (kind) {
    case 'find':
      return [
        ...(brief || of === 'move' ? [] : [{ at: 0, kind, queue: true, say: phrases.find }]),
        ...COUNT_IN_MS.filter((left) => left < ms).map((left) => ({ at: ms - left, kind: 'count', beep: 'tick' })),
      ];
    case 'work':
      return [
        { at: 0, kind: 'go', beep: 'go', queue: true, say: phrases.go },
        ...(!brief && ms >= HALF_WAY_FROM_MS ? [{ at: ms / 2, kind: 'half', say: phrases.half_way }] : []),
        ...(ms >= TEN_SECONDS_FROM_MS ? [{ at: ms - 10000, kind: 'ten', beep: 'tick', say: phrases.ten_seconds }] : []),
      ];
    case 'breath':
      return [{ at: 0, kind, beep: 'soft', say: phrases.breathe }];
    default:
      return [];
  }
}
