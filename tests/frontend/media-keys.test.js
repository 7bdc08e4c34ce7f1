// Keys of a locked screen and of headphones: what they do, and when a pause is asked about.

/** @import { Dialog, DialogName } from '../../kneeapp/ui/widgets/player/frontend/actions.js' */

import assert from 'node:assert/strict';
import test from 'node:test';
import { MediaKeys } from '../../kneeapp/ui/widgets/player/frontend/media-keys.js';
import { PlaybackState } from '../../kneeapp/ui/widgets/player/frontend/playback-state.js';
import { aPlan, START_MS } from './support.js';

/** @param {boolean} running */
function aState(running) {
  const state = new PlaybackState(aPlan().steps);
  state.anchor = { step: 0, elapsed_ms: 0, at_ms: START_MS, running };
  return state;
}

/** @param {DialogName} name @returns {Dialog} */
const asked = (name) => ({ name });

test('the four keys do what the buttons of the same name do', () => {
  const keys = new MediaKeys();
  assert.equal(keys.action('pause', aState(true), null, false), 'toggle');
  assert.equal(keys.action('play', aState(false), null, false), 'toggle');
  assert.equal(keys.action('nexttrack', aState(true), null, false), 'skip');
  assert.equal(keys.action('previoustrack', aState(false), null, false), 'back');
});

test('where spots are worked on, next says that this one eased', () => {
  assert.equal(new MediaKeys().action('nexttrack', aState(true), null, true), 'eased');
});

test('a key that is true already does nothing', () => {
  const keys = new MediaKeys();
  assert.equal(keys.action('play', aState(true), null, false), null);
  assert.equal(keys.action('pause', aState(false), null, false), null);
});

test('play answers what the stop sheet or an absence asks, and no key answers a danger', () => {
  const keys = new MediaKeys();
  assert.equal(keys.action('play', aState(false), asked('stop'), false), 'resume');
  const away = aState(true);
  away.awaySince = START_MS;
  assert.equal(keys.action('play', away, null, false), 'fromHere');
  assert.equal(keys.action('pause', away, null, false), null);
  for (const name of /** @type {const} */ (['danger', 'sharp', 'numb', 'knee_worse', 'knee_rated'])) {
    assert.equal(keys.action('play', aState(false), asked(name), false), null);
    assert.equal(keys.action('nexttrack', aState(false), asked(name), false), null);
  }
});

test('before the start and after the end no key does anything', () => {
  const keys = new MediaKeys();
  const ready = new PlaybackState(aPlan().steps);
  assert.equal(keys.action('play', ready, null, false), null);
  const ended = aState(false);
  ended.ending = 'finished';
  assert.equal(keys.action('play', ended, null, false), null);
});

test('a second pause within ten seconds is one that asks', () => {
  const keys = new MediaKeys();
  assert.equal(keys.paused(START_MS), false);
  assert.equal(keys.paused(START_MS + 10_001), false);
  assert.equal(keys.paused(START_MS + 20_001), true);
});

test('a pause of five minutes asks once, and only while it lasts', () => {
  const keys = new MediaKeys();
  assert.equal(keys.lastsLong(START_MS, aState(false)), false); // no key has paused
  keys.paused(START_MS);
  assert.equal(keys.lastsLong(START_MS + 299_999, aState(false)), false);
  assert.equal(keys.lastsLong(START_MS + 300_000, aState(true)), false);
  assert.equal(keys.lastsLong(START_MS + 300_000, aState(false)), true);
  assert.equal(keys.lastsLong(START_MS + 300_001, aState(false)), false);
});
