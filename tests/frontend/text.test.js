// How steps, times and what is saved read on the screen.

/** @import { ViewModel } from '../../kneeapp/ui/widgets/player/frontend/view.js' */

import assert from 'node:assert/strict';
import test from 'node:test';
import * as text from '../../kneeapp/ui/widgets/player/frontend/text.js';
import { aPlan, aStep, EXERCISE, segments } from './support.js';

/** @type {ViewModel} */
const MODEL = {
  mode: 'running',
  reason: null,
  place: { step: 0, elapsed_ms: 0, segment: 0, segment_left_ms: 0 },
  running: true,
  full: true,
  trace: [],
  spot: null,
  dialog: null,
  saving: false,
  unsaved: 0,
  delayed: false,
  settings: { muted: false, voice: '', rate: 1, mirrored: false, anywhere: false },
  voices: [],
  missing: ['No voice.'],
  disturbances: [],
  recorded: false,
  silent: false,
  isPersistent: true,
};
const { steps } = aPlan();
const PAIN = aStep({
  kind: 'rate',
  measure: 'knee_exercise',
  exercise: 'bridge',
  cue: 'How much did it hurt?',
  segments: segments(['rate', 60]),
});
const TRAINING = [EXERCISE, PAIN];

test('a step is named with its side and its tool', () => {
  assert.equal(text.stepLine(steps[0]), 'LEFT · Outer hip · ball');
  assert.deepEqual(text.stepName(aStep({ side: null, tool: 'body' })), ['', 'Outer hip']);
});

test('steps are counted in a routine, exercises in training', () => {
  assert.equal(text.countText(steps), '2 steps');
  assert.equal(text.progressText(steps, 2), 'Step 2 of 2');
  assert.equal(text.countText(TRAINING), '1 exercise');
  assert.equal(text.progressText(TRAINING, 1), 'Exercise 1 of 1');
});

test('what comes next leaves ratings out', () => {
  assert.equal(text.nextText(steps, 0), 'Next: RIGHT · Outer hip · ball');
  assert.equal(text.nextText(steps, 1), 'This is the last step');
  assert.equal(text.nextText(TRAINING, 0), 'This is the last exercise');
});

test('a rating is headed by its exercise, on no side', () => {
  assert.deepEqual(text.stepName(text.ratedStep(TRAINING, PAIN)), ['', 'Bridge · ball']);
  assert.equal(text.questionOf(PAIN), 'How much did it hurt?');
  assert.equal(text.questionOf(aStep({ kind: 'rate' })), 'Knee pain on the test move');
});

test('once rolling has begun, only the last sentence of a cue is left', () => {
  assert.equal(text.cueText(steps[0], false), 'Start with the ball. Move off if it tingles.');
  assert.equal(text.cueText(steps[0], true), 'Move off if it tingles.');
  assert.equal(text.cueText(PAIN, true), '');
});

test('each part of a step says what to do', () => {
  assert.equal(text.phaseText(steps[0], 'find', null), 'Find the tender spot');
  assert.equal(text.phaseText(aStep({ kind: 'move' }), 'find', null), 'Get into position');
  assert.equal(text.phaseText(aStep({ kind: 'rate' }), 'rate', null), '');
  assert.equal(text.phaseText(undefined, undefined, null), '');
});

test('a clock counts the second that has begun', () => {
  assert.deepEqual([60_001, 60_000, 1, 0].map(text.clockText), ['1:01', '1:00', '0:01', '0:00']);
  assert.deepEqual([60_001, 60_000].map(text.minutesLeftText), ['2 min left', 'last minute']);
  assert.deepEqual([10_000, 90_000].map(text.minutesText), ['1 min', '2 min']);
});

test('tenderness: where to work, what is strong, what too much', () => {
  const advice = (/** @type {number} */ value) => text.tendernessAdvice(value, aPlan().limits);
  assert.deepEqual([5, 6, 7].map(advice), ['3–5 is the place to work', 'Strong: ease a little', 'Ease off now']);
});

test('after harm nothing that asks for a movement of the knee is announced', () => {
  assert.equal(text.afterEndText(aPlan(), 'danger'), 'Get help now. What you did is kept.');
  assert.equal(text.afterEndText(aPlan(), 'numb'), 'Get up slowly, and rest. What you did is kept.');
  assert.equal(text.afterEndText(aPlan(), 'finished'), 'Stand up slowly. Your knee check comes next.');
  assert.equal(text.afterEndText(aPlan({ steps: TRAINING }), null), 'Get up slowly. What you did comes next.');
});

test('nothing is called saved before the server has said so', () => {
  const first = (/** @type {Partial<ViewModel>} */ fields) => text.saveStatusLines({ ...MODEL, ...fields })[0];
  assert.equal(first({}), 'Saved');
  assert.equal(first({ saving: true }), 'Saving …');
  assert.equal(first({ saving: true, unsaved: 2 }), '2 unsaved, will be sent');
  assert.equal(first({ unsaved: 2, delayed: true }), 'Saving is delayed. 2 kept on this device until sent.');
  assert.equal(first({ unsaved: 2, delayed: true, isPersistent: false }), 'Saving is delayed. 2 waiting to be sent.');
});

test('what this device lacks is said before the start, and what it needs while it plays', () => {
  assert.deepEqual(text.saveStatusLines({ ...MODEL, mode: 'ready' }), ['No voice.']);
  assert.deepEqual(text.saveStatusLines({ ...MODEL, mode: 'elsewhere' }), ['Open in another tab.']);
  assert.deepEqual(text.saveStatusLines({ ...MODEL, silent: true, isPersistent: false }), [
    'Saved',
    'Keep this page open: this browser cannot store ratings.',
    'Tap the screen once for sound.',
  ]);
});

test('what comes from outside is said while the session is under way, and not after it', () => {
  const disturbances = ['A call.'];
  assert.deepEqual(text.saveStatusLines({ ...MODEL, disturbances }), ['Saved', 'A call.']);
  assert.deepEqual(text.saveStatusLines({ ...MODEL, mode: 'paused', disturbances }), ['Saved', 'A call.']);
  assert.deepEqual(text.saveStatusLines({ ...MODEL, mode: 'finished', disturbances }), ['Saved']);
});

test('trouble with saving is announced, its end, and what is saved while nothing runs', () => {
  assert.equal(text.saveAnnouncement('saving', 'late', 'running'), 'Saving is delayed.');
  assert.equal(text.saveAnnouncement('late', 'saved', 'running'), 'Saved.');
  assert.equal(text.saveAnnouncement('saving', 'saved', 'paused'), 'Saved.');
  assert.equal(text.saveAnnouncement('saving', 'saved', 'running'), '');
  assert.equal(text.saveAnnouncement('late', 'saved', 'elsewhere'), '');
});
