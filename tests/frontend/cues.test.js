// What is said and sounded in a step comes once, at its moment, or not at all.

/** @import { CuedPlan } from '../../kneeapp/ui/widgets/player/frontend/cues.js' */

import assert from 'node:assert/strict';
import test from 'node:test';
import { cuesDue, spokenTexts } from '../../kneeapp/ui/widgets/player/frontend/cues.js';
import { aPlan, aStep, EXERCISE, START_MS, segments } from './support.js';

/**
 * All cues of a step, looked at twice a second: [second, beep, words].
 * @param {CuedPlan} plan
 * @param {number} step
 * @param {number} seconds
 */
function cuesIn(plan, step, seconds) {
  const cues = [];
  for (let elapsed_ms = 0; elapsed_ms < 1000 * seconds; elapsed_ms += 500) {
    const now = START_MS + elapsed_ms;
    const due = cuesDue(plan, { step, elapsed_ms }, now - 500, now);
    cues.push(...due.map(({ beep, say }) => [elapsed_ms / 1000, beep ?? '', say ?? '']));
  }
  return cues;
}

test('a release step leads through finding, rolling and resting', () => {
  assert.deepEqual(cuesIn(aPlan(), 0, 100), [
    [0, 'long', 'Left side. Ball under the outer hip.'],
    [0, '', 'Find the tender spot'],
    [7, 'tick', ''],
    [8, 'tick', ''],
    [9, 'tick', ''],
    [10, 'go', 'Start rolling'],
    [30, '', 'Half way'],
    [40, 'tick', 'Ten seconds'],
    [50, 'soft', 'Rest and breathe'],
    [60, 'go', 'Start rolling'],
    [80, '', 'Half way'],
    [90, 'tick', 'Ten seconds'],
  ]);
});

test('the same place on the other side is announced as a change of sides', () => {
  assert.deepEqual(cuesIn(aPlan(), 1, 1)[0], [0, 'long', 'Switch sides. Right side.']);
});

test('who knows the routine hears less', () => {
  const words = cuesIn(aPlan({ brief: true }), 0, 100).map(([, , say]) => say);
  assert.equal(words[0], 'left, Outer hip');
  assert.ok(!words.includes('Find the tender spot'));
  assert.ok(!words.includes('Half way'));
});

test('where nothing is rolled on, no spot is looked for', () => {
  const plan = aPlan({ steps: [aStep({ kind: 'move', segments: segments(['find', 10], ['work', 20]) })] });
  assert.deepEqual(
    cuesIn(plan, 0, 30).map(([second]) => second),
    [0, 7, 8, 9, 10],
  );
});

test('repetitions are counted, each with its hold', () => {
  assert.deepEqual(cuesIn(aPlan({ steps: [EXERCISE] }), 0, 28), [
    [0, 'long', 'Bridge.'],
    [0, '', 'Find the tender spot'],
    [7, 'tick', ''],
    [8, 'tick', ''],
    [9, 'tick', ''],
    [10, 'go', '1'],
    [12, 'turn', 'Hold'],
    [17, 'turn', 'Let go'],
    [19, 'tick', '2'],
    [21, 'turn', 'Hold'],
    [26, 'turn', 'Let go'],
  ]);
});

test('a hold is counted down, and the next set is announced in time', () => {
  const hold = aStep({
    kind: 'exercise',
    spoken: 'Wall squat.',
    exercise: 'wall_squat',
    segments: segments(['work', 30], ['breath', 10], ['work', 30]),
  });
  const phrases = { ...aPlan().phrases, again: 'Ready for {n} of {all}' };
  assert.deepEqual(cuesIn({ ...aPlan(), steps: [hold], phrases }, 0, 45), [
    [0, 'long', 'Wall squat.'],
    [0, 'go', 'Hold'],
    [20, 'tick', 'Ten seconds'],
    [27, 'tick', '3'],
    [28, 'tick', '2'],
    [29, 'tick', '1'],
    [30, 'soft', 'Let go. Rest and breathe'],
    [35, '', 'Ready for 2 of 2'],
    [37, 'tick', ''],
    [38, 'tick', ''],
    [39, 'tick', ''],
    [40, 'go', 'Hold'],
  ]);
});

test('a cue that comes too late is left out; where one stands is always said', () => {
  const late = cuesDue(aPlan(), { step: 0, elapsed_ms: 11_501 }, START_MS - 1, START_MS + 11_501);
  assert.deepEqual(
    late.map(({ kind }) => kind),
    ['step'],
  );
  const onTime = cuesDue(aPlan(), { step: 0, elapsed_ms: 11_499 }, START_MS - 1, START_MS + 11_499);
  assert.deepEqual(
    onTime.map(({ kind }) => kind),
    ['step', 'go'],
  );
  assert.equal(cuesDue(aPlan(), { step: 0, elapsed_ms: 11_500 }, START_MS - 1, START_MS + 11_500).length, 1);
});

test('ten seconds before the end are said from 25 seconds on, in rolling and in a hold', () => {
  for (const kind of /** @type {const} */ (['release', 'exercise'])) {
    for (const [seconds, said] of /** @type {const} */ ([
      [25, true],
      [24, false],
    ])) {
      const plan = aPlan({ steps: [aStep({ kind, exercise: 'hold', segments: segments(['work', seconds]) })] });
      assert.equal(
        cuesIn(plan, 0, seconds).some(([, , say]) => say === 'Ten seconds'),
        said,
      );
    }
  }
});

test('the same place on the same side is no change of sides', () => {
  const plan = aPlan({ steps: [aStep(), aStep()] });
  assert.deepEqual(cuesIn(plan, 1, 1)[0], [0, 'long', 'Left side. Ball under the outer hip.']);
});

test('nothing is said that content has no words for', () => {
  const few = { ...aPlan(), phrases: { done: 'Done.' } };
  assert.deepEqual(
    cuesIn(few, 0, 100).filter(([, , say]) => say),
    [[0, 'long', 'Left side. Ball under the outer hip.']],
  );
});

test('all that can be said is known beforehand: openings, counts and what is said beside the steps', () => {
  const { phrases } = aPlan();
  const texts = spokenTexts({
    ...aPlan(),
    steps: [EXERCISE, aStep(), aStep({ side: 'right', spoken: 'Right side.' })],
    phrases,
  });
  for (const text of ['Bridge.', '1', '2', 'Hold', 'Let go', 'Left side. Ball under the outer hip.']) {
    assert.ok(texts.includes(text), text);
  }
  assert.ok(texts.includes('Switch sides. Right side.'));
  assert.ok(texts.includes('Ease off now'));
  assert.ok(texts.includes('Done.'));
  assert.ok(!texts.includes(''));
  assert.equal(new Set(texts).size, texts.length);
});
