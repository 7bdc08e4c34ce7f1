// What says a text: a recording, the device's own voice, or neither; and never two things at once.

/** @import { TestContext } from 'node:test' */

import assert from 'node:assert/strict';
import test from 'node:test';
import { Clips, sentences } from '../../kneeapp/ui/widgets/player/frontend/clips.js';
import { Speech, sourceOf } from '../../kneeapp/ui/widgets/player/frontend/speech.js';
import { FakeClock, replaceGlobal, settled } from './support.js';

const AMY = { voiceURI: 'amy', name: 'Amy', lang: 'en-GB' };
const NAMES = { Go: 'go', 'Slowly, and breathe': 'slowly', 'Ten seconds': 'ten', Rest: 'unreachable' };
const SHIPPED = ['Go. Slowly, and breathe.', 'Ten seconds.'];

class FakeUtterance {
  onend = () => {};
  /** @param {{ error: string }} _event */
  onerror(_event) {}
  voice = null;
  rate = 1;

  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/** The one element of the page: the player keeps the first it makes. */
class FakeAudio {
  /** @type {FakeAudio} */
  static made;
  onended = () => {};
  onerror = () => {};
  src = '';
  playbackRate = 1;
  defaultPlaybackRate = 1;
  /** @type {string[]} */
  log = [];
  fault = '';

  constructor() {
    FakeAudio.made = this;
  }

  play() {
    this.log.push(this.src.startsWith('data:') ? 'unlocked' : this.src);
    return this.fault ? Promise.reject(new DOMException('', this.fault)) : Promise.resolve();
  }

  pause() {
    this.log.push('pause');
  }
}
Object.assign(globalThis, { Audio: FakeAudio });

/**
 * A browser whose device has `voices`; `files` of recordings can be fetched.
 * @param {TestContext} t
 * @param {{ voices?: object[], texts?: string[], online?: boolean }} [options]
 */
async function speaking(t, { voices = [AMY], texts = SHIPPED, online = true } = {}) {
  const clock = new FakeClock(t);
  /** @type {FakeUtterance[]} */
  const spoken = [];
  const speechSynthesis = {
    speaking: false,
    getVoices: () => voices,
    cancel: () => {},
    /** @param {FakeUtterance} utterance */
    speak(utterance) {
      spoken.push(utterance);
      this.speaking = true;
    },
  };
  replaceGlobal(t, 'speechSynthesis', speechSynthesis);
  replaceGlobal(t, 'SpeechSynthesisUtterance', FakeUtterance);
  /** @type {string[]} */
  const fetched = [];
  replaceGlobal(t, 'fetch', async (/** @type {URL} */ { pathname }) => {
    const file = pathname.split('/').at(-1) ?? '';
    fetched.push(file);
    if (!online) throw new TypeError('offline');
    return { ok: file !== 'unreachable.mp3', json: async () => NAMES, blob: async () => new File([file], file) };
  });
  const { createObjectURL } = URL;
  URL.createObjectURL = (file) => `blob:${file instanceof File ? file.name : ''}`;
  t.after(() => {
    URL.createObjectURL = createObjectURL;
  });
  const clips = new Clips();
  await clips.load(texts);
  const speech = new Speech(clips);
  speech.unlock();
  await settled();
  const audio = FakeAudio.made;
  if (audio) Object.assign(audio, { log: [], fault: '' });
  /** @type {string[]} */
  const failed = [];
  /**
   * @param {string} text
   * @param {boolean} [queue]
   */
  const say = (text, queue = false) => speech.say(text, { queue, onFailed: (words) => failed.push(words) });
  return { clock, spoken, speechSynthesis, fetched, speech, audio, failed, say, clips };
}

test('a text is taken apart where a speaker pauses', () => {
  assert.deepEqual(sentences('Left side. Clam. 2 sets of 12.'), ['Left side', 'Clam', '2 sets of 12']);
  assert.deepEqual(sentences('Let go.. How hard was it?'), ['Let go', 'How hard was it?']);
  assert.deepEqual(sentences(''), []);
});

test('a recording comes before the device, a chosen voice before both, and beeps last', () => {
  assert.equal(sourceOf({ chosen: false, recorded: true, voices: 3 }), 'clips');
  assert.equal(sourceOf({ chosen: false, recorded: true, voices: 0 }), 'clips');
  assert.equal(sourceOf({ chosen: true, recorded: true, voices: 3 }), 'speech');
  assert.equal(sourceOf({ chosen: false, recorded: false, voices: 3 }), 'speech');
  assert.equal(sourceOf({ chosen: false, recorded: false, voices: 0 }), 'beeps');
});

test('only the recordings of the plan are fetched, each once for the page', async (t) => {
  const first = await speaking(t);
  assert.deepEqual(first.fetched.sort(), ['clips.json', 'go.mp3', 'slowly.mp3', 'ten.mp3']);
  await first.clips.load(SHIPPED);
  assert.deepEqual(first.fetched.slice(4), ['clips.json']);
});

test('the sentences of a text follow one another, at the chosen speed', async (t) => {
  const { speech, audio, spoken, say } = await speaking(t);
  speech.rate = 1.25;
  assert.equal(say('Go. Slowly, and breathe.'), true);
  assert.deepEqual(audio.log, ['pause', 'blob:go.mp3']);
  assert.equal(audio.playbackRate, 1.25);
  audio.onended();
  assert.deepEqual(audio.log.slice(2), ['blob:slowly.mp3']);
  audio.onended();
  assert.equal(audio.log.length, 3);
  assert.deepEqual(spoken, []);
});

test('what is queued waits for the recording before it, and anything else cuts it short', async (t) => {
  const { audio, say } = await speaking(t);
  say('Go.');
  say('Ten seconds.', true);
  assert.deepEqual(audio.log, ['pause', 'blob:go.mp3']);
  audio.onended();
  assert.equal(audio.log.at(-1), 'blob:ten.mp3');
  say('Go.');
  assert.deepEqual(audio.log.slice(-2), ['pause', 'blob:go.mp3']);
  audio.onended();
  assert.equal(audio.log.at(-1), 'blob:go.mp3');
});

test('a recording and the device never sound at once', async (t) => {
  const { audio, spoken, speechSynthesis, say } = await speaking(t);
  say('Go.');
  say('A place of our own.', true);
  assert.equal(spoken.length, 0);
  audio.onended();
  assert.deepEqual(
    spoken.map(({ text }) => text),
    ['A place of our own.'],
  );
  say('Ten seconds.', true);
  assert.equal(audio.log.at(-1), 'blob:go.mp3');
  speechSynthesis.speaking = false;
  spoken[0].onend();
  assert.equal(audio.log.at(-1), 'blob:ten.mp3');
});

test('a browser that forgets to tell that it has spoken holds nothing up', async (t) => {
  const { audio, speechSynthesis, say } = await speaking(t);
  say('A place of our own.');
  speechSynthesis.speaking = false;
  say('Ten seconds.', true);
  assert.equal(audio.log.at(-1), 'blob:ten.mp3');
});

test('a text with a sentence that has no recording is spoken whole by the device', async (t) => {
  const { audio, spoken, speech, say } = await speaking(t, { texts: [...SHIPPED, 'Go. To the river.'] });
  assert.equal(say('Go. To the river.'), true);
  assert.deepEqual(
    spoken.map(({ text }) => text),
    ['Go. To the river.'],
  );
  assert.deepEqual(audio.log, ['pause']);
  assert.deepEqual(speech.missing(), ["Some of the words have no recording here. This device's own voice says them."]);
});

test('a recording that cannot be fetched is one that is not there', async (t) => {
  const { spoken, say } = await speaking(t, { texts: [...SHIPPED, 'Rest.'] });
  assert.equal(say('Rest.'), true);
  assert.equal(spoken.length, 1);
});

test('offline from the first, the device speaks; what is there later is asked for again', async (t) => {
  const { speech, clips } = await speaking(t, { online: false, texts: ['Quad set.'] });
  assert.equal(clips.incomplete, true);
  assert.equal(speech.missing().length, 1);
});

test('without a voice, the sentence about beeps comes once the browser had time to list its voices', async (t) => {
  const { clock, speech, say } = await speaking(t, { voices: [], texts: ['To the river.'] });
  assert.equal(say('To the river.'), false);
  assert.deepEqual(speech.missing(), []);
  clock.advance(2000);
  assert.deepEqual(speech.missing(), ['This browser has no voice. Beeps and flashes guide you.']);
});

test('voices that are listed late are used', async (t) => {
  /** @type {object[]} */
  const voices = [];
  const { clock, speech, say } = await speaking(t, { voices, texts: ['To the river.'] });
  voices.push(AMY);
  clock.advance(2000);
  assert.equal(speech.missing()[0].startsWith('Some of the words have no recording'), true);
  assert.equal(say('To the river.'), true);
});

test('with a recording of everything, nothing is missing without a voice', async (t) => {
  const { clock, speech, say } = await speaking(t, { voices: [] });
  clock.advance(2000);
  assert.deepEqual(speech.missing(), []);
  assert.equal(say('Ten seconds.'), true);
});

test('a voice that the person chose says it; where it is gone, the recording does', async (t) => {
  const { audio, speech, spoken, say } = await speaking(t);
  speech.voice = 'amy';
  say('Go.');
  assert.deepEqual([spoken[0].voice, audio.log], [AMY, ['pause']]);
  speech.voice = 'gone';
  say('Go.');
  assert.equal(audio.log.at(-1), 'blob:go.mp3');
});

test('what a recording fails to say is handed back, unless the next cue cut it short', async (t) => {
  const { audio, failed, say } = await speaking(t);
  audio.fault = 'NotAllowedError';
  say('Go.');
  await settled();
  assert.deepEqual(failed, ['Go.']);
  say('Go.');
  say('Ten seconds.');
  await settled();
  assert.deepEqual(failed, ['Go.', 'Ten seconds.']);
});

test('muted, nothing sounds', async (t) => {
  const { audio, speech, spoken, say } = await speaking(t);
  speech.muted = true;
  assert.equal(say('Go.'), false);
  assert.equal(say('To the river.'), false);
  assert.deepEqual([audio.log, spoken], [[], []]);
});
