// What is said and sounded in an exercise, for somebody whose eyes are shut: sets counted, holds and rests timed.

import { passOf } from './repetitions.js';

const LAST_MS = [3000, 2000, 1000];
const TEN_SECONDS_FROM_MS = 25000;
const READY_MS = 5000; // before a set it is said which one comes

/** The cues of segment `n` of an exercise: { at (ms of the segment), kind, say, beep }. */
export function exerciseCues(step, n, phrases) {
  const { kind, ms } = step.segments[n];
  switch (kind) {
    case 'find':
      return [{ at: 0, kind, queue: true, say: phrases.find }, ...lastSeconds(ms)];
    case 'work':
      return step.reps ? counted(step, phrases) : held(ms, phrases);
    default:
      return [
        { at: 0, kind, beep: 'soft', say: [afterHold(step, phrases), phrases.breathe].filter(Boolean).join('. ') },
        { at: Math.max(0, ms - READY_MS), kind: 'again', queue: true, say: again(step, n, phrases) },
        ...lastSeconds(ms),
      ];
  }
}

/** What ends a hold that lasts as long as its set. */
export const afterHold = (step, phrases) => (step?.kind === 'exercise' && !step.reps ? phrases.let_go : '');

function counted({ reps, tempo_ms, hold_ms }, phrases) {
  const turn = passOf({ tempo_ms, hold_ms });
  const turns = hold_ms
    ? [{ at: turn, kind: 'hold', beep: 'turn', say: phrases.hold }, { at: turn + hold_ms, kind: 'let_go', beep: 'turn', say: phrases.let_go }]
    : [{ at: turn, kind: 'turn', beep: 'turn' }];
  return Array.from({ length: reps }, (_, before) => [
    { at: 0, kind: 'count', beep: before ? 'tick' : 'go', say: String(before + 1) },
    ...turns,
  ]).flatMap((cues, before) => cues.map((cue) => ({ ...cue, at: cue.at + before * tempo_ms })));
}

const held = (ms, phrases) => [
  { at: 0, kind: 'go', beep: 'go', say: phrases.hold },
  ...(ms >= TEN_SECONDS_FROM_MS ? [{ at: ms - 10000, kind: 'ten', beep: 'tick', say: phrases.ten_seconds }] : []),
  ...lastSeconds(ms, { aloud: true }),
];

const lastSeconds = (ms, { aloud = false } = {}) =>
  LAST_MS.filter((left) => left < ms).map((left) => ({ at: ms - left, kind: 'count', beep: 'tick', say: aloud ? String(left / 1000) : '' }));

function again({ segments }, n, phrases) {
  const sets = segments.filter(({ kind }) => kind === 'work').length;
  const done = segments.slice(0, n).filter(({ kind }) => kind === 'work').length;
  return phrases.again?.replace('{n}', done + 1).replace('{all}', sets);
}
