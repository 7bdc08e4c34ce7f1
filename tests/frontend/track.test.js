// The session as one track: each recording at its time, quiet in between, and nothing said twice or over another.

/** @import { Cue } from '../../kneeapp/ui/widgets/player/frontend/cues.js' */

import assert from 'node:assert/strict';
import test from 'node:test';
import { Clips } from '../../kneeapp/ui/widgets/player/frontend/clips.js';
import { planCues } from '../../kneeapp/ui/widgets/player/frontend/cues.js';
import {
  FRAME_BYTES,
  FRAME_MS,
  joined,
  placedCues,
  sessionTrack,
} from '../../kneeapp/ui/widgets/player/frontend/track.js';
import { aPlan, EXERCISE } from './support.js';

/**
 * A recording of so many frames, each full of `mark`.
 * @param {number} mark
 * @param {number} frames
 */
const recording = (mark, frames) => new Uint8Array(frames * FRAME_BYTES).fill(mark);

/**
 * @param {number} at ms
 * @param {Partial<Cue>} fields
 * @returns {Cue}
 */
const aCue = (at, fields) => ({ at, kind: 'go', ...fields });

/**
 * Each cue as its frames: a beep has 4, a text as many as it has letters.
 * @param {Cue} cue
 */
const lengths = ({ beep, say }) => [...(beep ? [recording(7, 4)] : []), ...(say ? [recording(9, say.length)] : [])];

/**
 * @param {Cue[]} cues
 * @param {number} [rate]
 */
const placed = (cues, rate = 1) => placedCues(cues, lengths, rate)?.map(({ frame, frames }) => [frame, frames]);

test('each cue lies at its time, earlier by what the codec adds', () => {
  assert.deepEqual(placed([aCue(0, { say: 'one' }), aCue(2446, { beep: 'go', say: 'two' })]), [
    [0, 3],
    [100, 7],
  ]);
});

test('a track to be played faster takes as much more time', () => {
  assert.deepEqual(placed([aCue(2446, { say: 'two' })], 1.25), [[125, 3]]);
});

test('what queues waits, and anything else cuts short what is said', () => {
  const long = aCue(0, { say: 'x'.repeat(50) });
  assert.deepEqual(placed([long, aCue(0, { queue: true, say: 'find' })]), [
    [0, 50],
    [50, 4],
  ]);
  assert.deepEqual(placed([aCue(526, { say: 'now' }), long]), [
    [0, 20],
    [20, 3],
  ]);
});

test('a beep alone is left out while something is said, and a cue of nothing is nowhere', () => {
  assert.deepEqual(placed([aCue(0, { say: 'x'.repeat(50) }), aCue(500, { beep: 'tick' }), aCue(600, {})]), [[0, 50]]);
});

test('without one recording there is no track', () => {
  assert.equal(
    placedCues([aCue(0, { say: 'a' })], () => null, 1),
    null,
  );
  assert.equal(sessionTrack(aPlan(), new Clips(), 1), null);
});

test('the room tone fills what is free, and a recording that was cut short does not come back', () => {
  const places = placedCues([aCue(0, { say: 'x'.repeat(50) }), aCue(526, { beep: 'tick', say: 'now' })], lengths, 1);
  const track = joined(places ?? [], recording(1, 3));
  const marks = Array.from({ length: track.length / FRAME_BYTES }, (_, frame) => track[frame * FRAME_BYTES]);
  assert.deepEqual(marks, [...Array(20).fill(9), 7, 7, 7, 7, 9, 9, 9]);
  const late = joined([{ frame: 4, recordings: [recording(9, 2)], frames: 2 }], recording(1, 3));
  assert.deepEqual([...late.filter((_, at) => at % FRAME_BYTES === 0)], [1, 1, 1, 1, 9, 9]);
});

test('the cues of a plan come in its own time, and its end is the last', () => {
  const plan = aPlan();
  const cues = planCues(plan);
  assert.deepEqual(cues.find(({ say }) => say === 'Switch sides. Right side.')?.at, 100000);
  assert.deepEqual(cues.at(-1), { at: 200000, kind: 'done', beep: 'done', say: 'Done.' });
});

test('in a session of exercises each word comes within a third of a second of its time', () => {
  const cues = planCues(aPlan({ steps: [EXERCISE, EXERCISE] }));
  const spoken = cues.filter(({ say, queue }) => say && !queue);
  const places = placedCues(cues, lengths, 1) ?? [];
  for (const { at } of spoken) {
    assert.ok(places.some(({ frame }) => Math.abs(frame * FRAME_MS - at) <= 300 - 4 * FRAME_MS));
  }
});
