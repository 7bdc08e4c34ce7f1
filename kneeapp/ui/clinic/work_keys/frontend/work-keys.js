// A clinician's work list by keyboard: j and k go to the next and the one before, t takes, c closes.
// Enter opens, as it does on any button. A quiet sound tells of something new.

/** @import { ComponentArguments } from '#component' */
/** @import { WorkListData } from '#payloads' */

const ROW = '[class*="st-key-task_"]';
const FIRST_HERTZ = 523;
const SECOND_HERTZ = 659;
const VOLUME = 0.06;
const TONE_S = 0.25;

/** @type {number | undefined} when the newest task arose that the page showed before (Unix seconds) */
let known;
/** @type {AudioContext | undefined} */
let audio;
let listening = false;

/** @param {ComponentArguments<WorkListData>} args */
export default function ({ data }) {
  if (!listening) document.addEventListener('keydown', onKey);
  listening = true;
  if (known !== undefined && data.newest_s > known && data.sound) chime();
  known = Math.max(known ?? 0, data.newest_s);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const rows = [...document.querySelectorAll(ROW)];
  if (!rows.length || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  const place = rows.findIndex((row) => row.contains(document.activeElement));
  const steps = { j: 1, k: -1 }[event.key];
  if (steps !== undefined) {
    const next = place < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, place + steps));
    press(rows[next], 'open_task', 'focus');
    event.preventDefault();
  } else if (place >= 0 && (event.key === 't' || event.key === 'c')) {
    press(rows[place], event.key === 't' ? 'take_task' : 'close_task', 'click');
    event.preventDefault();
  }
}

/**
 * @param {Element} row
 * @param {string} key how the control's key begins
 * @param {'focus' | 'click'} how
 */
function press(row, key, how) {
  /** @type {HTMLElement | null} */
  const control = row.querySelector(`[class*="st-key-${key}"] button`);
  control?.[how]();
}

/** @param {EventTarget | null} target */
const isTyping = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

function chime() {
  try {
    audio ??= new AudioContext();
    audio.resume().catch(() => {});
    tone(audio, FIRST_HERTZ, 0);
    tone(audio, SECOND_HERTZ, TONE_S / 2);
  } catch {
    // a browser without sound still shows the list
  }
}

/**
 * @param {AudioContext} context
 * @param {number} hertz
 * @param {number} delay seconds
 */
function tone(context, hertz, delay) {
  const at = context.currentTime + delay;
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.frequency.value = hertz;
  volume.gain.setValueAtTime(VOLUME, at);
  volume.gain.exponentialRampToValueAtTime(VOLUME / 100, at + TONE_S);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + TONE_S);
}
