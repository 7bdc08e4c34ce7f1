// A stopwatch that takes its time from the clock, never from counted ticks.

/** @import { Cleanup, ComponentArguments } from '#component' */
/** @import { StopwatchData } from '#payloads' */

const GET_READY_S = 3;
const START_HERTZ = 660;
const END_HERTZ = 990;

/** @type {WeakMap<Element, { seconds: number, close: Cleanup }>} */
const stopwatches = new WeakMap();

/**
 * @param {AudioContext} audio
 * @param {number} hertz
 */
function beep(audio, hertz) {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.2, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.3);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.3);
}

/**
 * @param {Element} root
 * @param {number} seconds
 * @returns {Cleanup}
 */
function build(root, seconds) {
  const output = document.createElement('output');
  const button = document.createElement('button');
  output.setAttribute('aria-live', 'off');
  button.type = 'button';
  root.replaceChildren(output, button);
  /** @type {AudioContext | null} */
  let audio = null;
  let startedAt = 0; // epoch ms; 0 while it stands still
  let lastBeep = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;

  /**
   * @param {string | number} value
   * @param {string} unit
   */
  const show = (value, unit) => {
    output.innerHTML = `${value}<small>${unit}</small>`;
  };
  const passedSeconds = () => (Date.now() - startedAt) / 1000 - GET_READY_S;

  /** @param {number} hertz */
  function beepOnce(hertz) {
    if (lastBeep === hertz) return;
    lastBeep = hertz;
    try {
      if (audio) beep(audio, hertz);
    } catch {
      // a browser without sound still shows the time
    }
  }

  function tick() {
    const passed = passedSeconds();
    if (passed < 0) {
      show(Math.ceil(-passed), 'get ready');
      return;
    }
    beepOnce(START_HERTZ);
    show(Math.min(passed, seconds).toFixed(1), 's');
    if (passed >= seconds) stop();
  }

  function stop() {
    clearInterval(timer);
    if (passedSeconds() < 0) show('0.0', 's');
    beepOnce(END_HERTZ);
    startedAt = 0;
    button.textContent = 'Start again';
  }

  function start() {
    try {
      audio ??= new AudioContext();
      audio.resume().catch(() => {});
    } catch {
      audio = null;
    }
    startedAt = Date.now();
    lastBeep = 0;
    button.textContent = 'Stop the watch';
    timer = setInterval(tick, 100);
    tick();
  }

  button.addEventListener('click', () => (startedAt ? stop() : start()));
  button.textContent = 'Start the watch';
  show('0.0', `of ${seconds} s`);
  return () => clearInterval(timer);
}

/** @param {ComponentArguments<StopwatchData>} args */
export default function ({ data: { seconds }, parentElement }) {
  const root = parentElement.querySelector('.stopwatch');
  if (!root) return undefined;
  let stopwatch = stopwatches.get(root);
  if (stopwatch?.seconds !== seconds) {
    stopwatch?.close();
    stopwatch = { seconds, close: build(root, seconds) };
    stopwatches.set(root, stopwatch);
  }
  return stopwatch.close;
}
