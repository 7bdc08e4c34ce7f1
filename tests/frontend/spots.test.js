// Python and the browser leave spots alike; what is said on them follows what the person says.

/** @import { SpotMark } from '../../kneeapp/ui/widgets/player/frontend/spots.js' */
/** @import { StepMarks } from '../../kneeapp/ui/widgets/player/frontend/tenderness-trace.js' */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { cuesDue, planCues, spokenTexts } from '../../kneeapp/ui/widgets/player/frontend/cues.js';
import { spotSpans, spotState } from '../../kneeapp/ui/widgets/player/frontend/spots.js';
import { spares, trackPlace } from '../../kneeapp/ui/widgets/player/frontend/track.js';
import { aPlan, BY_EASE, START_MS } from './support.js';

/** @type {{ work_ms: number, spans: { name: string, marks: SpotMark[], reached_ms: number, expected: unknown[] }[] }} */
const VECTORS = JSON.parse(readFileSync(new URL('../vectors/spots.json', import.meta.url), 'utf8'));

for (const { name, marks, reached_ms, expected } of VECTORS.spans) {
  test(`spots: ${name}`, () => {
    const spans = spotSpans(marks, reached_ms, VECTORS.work_ms);
    assert.deepEqual(
      spans.map(({ start, end, eased }) => [start, end, eased]),
      expected,
    );
  });
}

const PHRASES = {
  ...aPlan().phrases,
  go: 'Go.',
  lean_in: 'Lean in.',
  eased: 'It eased.',
  left: 'Leave it.',
  enough: 'Enough.',
  weight_off: 'Weight off.',
};
const PLAN = aPlan({ steps: [BY_EASE], phrases: PHRASES });
const NOTHING = { points: [], eased: [] };

/**
 * What is said from `from` to `until` seconds of the step: [second, words or beep].
 * @param {StepMarks} marks
 * @param {number} from
 * @param {number} until
 */
function said(marks, from, until) {
  const heard = [];
  for (let elapsed_ms = 1000 * from; elapsed_ms <= 1000 * until; elapsed_ms += 500) {
    const known = {
      points: marks.points.filter(([at]) => at <= elapsed_ms),
      eased: marks.eased.filter((at) => at <= elapsed_ms),
    };
    const now = START_MS + elapsed_ms;
    const due = cuesDue(PLAN, { step: 0, elapsed_ms }, now - 500, now, known);
    heard.push(...due.map(({ say, beep }) => [elapsed_ms / 1000, say ?? beep]));
  }
  return heard;
}

test('by the clock alone a spot is left after a minute and a half', () => {
  assert.deepEqual(said(NOTHING, 10, 150), [
    [10, 'Go.'],
    [40, 'Lean in.'],
    [100, 'Leave it.'],
    [110, 'go'],
    [140, 'Lean in.'],
  ]);
});

test('a spot that eased is left at once, and the next one has its own time', () => {
  assert.deepEqual(said({ points: [], eased: [35000] }, 30, 140), [
    [35, 'It eased.'],
    [45, 'go'],
    [75, 'Lean in.'],
    [135, 'Leave it.'],
  ]);
});

test('ratings that fall by two say it, too', () => {
  const points = /** @type {[number, number][]} */ ([
    [15000, 5],
    [30000, 3],
  ]);
  assert.deepEqual(said({ points, eased: [] }, 29, 41), [
    [30, 'It eased.'],
    [40, 'go'],
  ]);
});

test('no weight is added where a spot is strong', () => {
  assert.deepEqual(said({ points: [[15000, 6]], eased: [] }, 11, 100), [[100, 'Leave it.']]);
});

test('with too little time left for another spot one rests', () => {
  assert.deepEqual(said({ points: [], eased: [100000, 200000, 275000] }, 270, 294), [
    [275, 'Enough.'],
    [285, 'Ten seconds'],
  ]);
});

test('the words for spots are known beforehand, and only where they are needed', () => {
  for (const text of ['It eased.', 'Leave it.', 'Lean in.', 'Enough.', 'Weight off.']) {
    assert.ok(spokenTexts(PLAN).includes(text), text);
    assert.ok(!spokenTexts(aPlan({ phrases: PHRASES })).includes(text), text);
  }
});

test('the state tells the spot, its time and how many have eased', () => {
  const state = spotState(BY_EASE, { points: [[60000, 4]], eased: [40000] }, 65000);
  assert.deepEqual(state, {
    number: 2,
    phase: 'work',
    since: 15000,
    eased: 1,
    leftBefore: false,
    latest: 4,
    asPlanned: false,
  });
  assert.equal(spotState(BY_EASE, NOTHING, 5000).phase, 'find');
  assert.deepEqual([1, 'work', true], Object.values(pick(spotState(BY_EASE, NOTHING, 99000))));
  assert.deepEqual([2, 'look', true], Object.values(pick(spotState(BY_EASE, NOTHING, 105000))));
});

/** @param {ReturnType<typeof spotState>} state */
const pick = ({ number, phase, asPlanned }) => ({ number, phase, asPlanned });

const MORE = { left: 100000, warn: 6 };

test('the track follows the plan until a spot is left otherwise, then what is said of that spot', () => {
  const all = spares(PLAN);
  const of = (/** @type {StepMarks} */ marks, /** @type {number} */ elapsed) =>
    trackPlace(all, spotState(BY_EASE, marks, elapsed), elapsed, MORE);
  assert.deepEqual(of(NOTHING, 120000), { part: 'plan', ms: 120000 });
  const eased = { points: [], eased: [40000] };
  const begin = all.find(({ name }) => name === 'eased')?.start ?? 0;
  assert.deepEqual(of(eased, 40000), { part: 'eased 2', ms: begin });
  assert.deepEqual(of(eased, 53000), { part: 'eased 2', ms: begin + 13000 });
  const left = all.find(({ name }) => name === 'left')?.start ?? 0;
  assert.deepEqual(of(eased, 140000), { part: 'left 3', ms: left });
  const strong = all.find(({ name }) => name === 'eased strong')?.start ?? 0;
  assert.deepEqual(of({ points: [[20000, 6]], eased: [] }, 21000), { part: 'eased strong 1', ms: strong + 21000 });
});

test('at the end of a step the track is back in the plan', () => {
  const state = spotState(BY_EASE, { points: [], eased: [40000] }, 285000);
  assert.deepEqual(trackPlace(spares(PLAN), state, 285000, { left: 10000, warn: 6 }), { part: 'plan', ms: 285000 });
});

test('what lies after the plan begins once its last words are said, and there is none without spots', () => {
  const end = Math.max(...planCues(PLAN).map(({ at }) => at));
  assert.equal(spares(PLAN)[0].start, end + 30000);
  assert.deepEqual(spares(aPlan()), []);
});
