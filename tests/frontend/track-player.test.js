// The one element that plays the track: what it is told, and what others do to it.

/** @import { TestContext } from 'node:test' */

import assert from 'node:assert/strict';
import test from 'node:test';
import { TrackPlayer } from '../../kneeapp/ui/widgets/player/frontend/track-player.js';
import { FakeClock, settled } from './support.js';

class FakeAudio extends EventTarget {
  /** @type {FakeAudio} */
  static made;
  static count = 0;
  src = '';
  preload = '';
  currentTime = 0;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  paused = true;
  ended = false;
  seeking = false;
  played = { length: 0 };
  fault = '';

  constructor() {
    super();
    FakeAudio.made = this;
    FakeAudio.count += 1;
  }

  play() {
    if (this.fault) return Promise.reject(new DOMException('', this.fault));
    this.paused = false;
    this.played = { length: 1 };
    this.dispatchEvent(new Event('play'));
    return Promise.resolve();
  }

  pause() {
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
}
Object.assign(globalThis, { Audio: FakeAudio });

/** @param {TestContext} t */
function aPlayer(t, rate = 1) {
  const clock = new FakeClock(t);
  /** @type {string[]} */
  const told = [];
  const player = new TrackPlayer({
    onTime: () => told.push('time'),
    onPause: () => told.push('pause'),
    onPlay: () => told.push('play'),
    onPlaying: () => told.push('playing'),
  });
  player.load(new Uint8Array(96), rate);
  t.after(() => player.close());
  const audio = FakeAudio.made;
  Object.assign(audio, { fault: '', played: { length: 0 } });
  return { clock, player, audio, told };
}

test('it is played from a time of the plan, at the speed of the voice', (t) => {
  const { player, audio } = aPlayer(t, 1.25);
  assert.equal(player.ms, null);
  player.playFrom(8000);
  assert.equal(audio.currentTime, 10);
  assert.equal(audio.playbackRate, 1.25);
  assert.equal(player.speaks, true);
  assert.equal(player.ms, 8000);
});

test('the element is never replaced', (t) => {
  const { player } = aPlayer(t);
  const before = FakeAudio.count;
  player.load(new Uint8Array(192), 1);
  player.playFrom(0);
  assert.equal(FakeAudio.count, before);
});

test('a pause of its own is nobody else’s, and one by a call is told', (t) => {
  const { player, audio, told } = aPlayer(t);
  player.playFrom(0);
  audio.pause();
  assert.equal(player.interrupted, true);
  assert.deepEqual(told, ['pause']);
  player.stop();
  assert.equal(player.interrupted, false);
  player.playFrom(0);
  player.stop();
  assert.deepEqual(told, ['pause']);
});

test('the end of the track is no interruption', (t) => {
  const { player, audio, told } = aPlayer(t);
  player.playFrom(0);
  audio.ended = true;
  audio.pause();
  assert.equal(player.interrupted, false);
  assert.deepEqual(told, []);
});

test('whoever lets it go on is told of, and it stays silent unless the session goes on', async (t) => {
  const { player, audio, told } = aPlayer(t);
  await audio.play();
  assert.deepEqual(told, ['play']);
  assert.equal(audio.paused, true);
  assert.equal(player.speaks, false);
});

test('a browser that wants a tap first has refused, until it is tried again', async (t) => {
  const { player, audio } = aPlayer(t);
  audio.fault = 'NotAllowedError';
  player.playFrom(0);
  await settled();
  assert.equal(player.refused, true);
  assert.equal(player.speaks, false);
  audio.fault = '';
  player.refused = false; // as a tap does
  assert.equal(player.speaks, false);
  player.playFrom(0);
  assert.equal(player.speaks, true);
});

test('a track that cannot be played speaks no more', async (t) => {
  const { player, audio } = aPlayer(t);
  player.playFrom(0);
  audio.dispatchEvent(new Event('error'));
  assert.equal(player.speaks, false);
  const other = aPlayer(t);
  other.audio.fault = 'NotSupportedError';
  other.player.playFrom(0);
  await settled();
  assert.equal(other.player.speaks, false);
});

test('time that passes is told about once a second', (t) => {
  const { clock, audio, told } = aPlayer(t);
  for (let quarter = 0; quarter < 9; quarter++) {
    audio.dispatchEvent(new Event('timeupdate'));
    clock.advance(250);
  }
  assert.deepEqual(told, ['time', 'time', 'time']);
});
