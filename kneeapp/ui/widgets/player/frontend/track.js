// The whole session as one MP3 track: the recordings of its cues, each at its time, joined frame by frame.
// Frames of one length that stand alone need no encoder: see docs/decisions/0022-the-session-as-one-track.md.

/** @import { Clips } from './clips.js' */
/** @import { Cue, CuedPlan, SpareCues } from './cues.js' */
/** @import { SpotState } from './spots.js' */

import { planCues, spareCues } from './cues.js';
import { LOOK_MS } from './spots.js';
import { length } from './timeline.js';

export const FRAME_BYTES = 96;
export const FRAME_MS = 24;
const CODEC_DELAY_MS = 46; // encoder and decoder together let each sound come as much later
const SOUND = 'beep ';
const ROOM_TONE = 'room tone';

/** @typedef {{ frame: number, recordings: Uint8Array[], frames: number }} Placed where recordings lie, and how long */

/** The sounds that a track needs beside the words of its plan, as the list of recordings names them. */
export const TRACK_SOUNDS = [...['tick', 'turn', 'go', 'soft', 'long', 'done'].map((name) => SOUND + name), ROOM_TONE];

const SPARES_AFTER_MS = 30000; // so long after the end of the plan, whose last words are to be heard alone
const PLANNED_LAST_MS = 12000; // in the last seconds of a step the track is where the plan is

/** @typedef {SpareCues & { start: number }} Spare `start` is where in the track it begins, in ms */

/**
 * What lies in the track after the plan: to be sought where spots are left earlier or later than planned.
 * @param {CuedPlan} plan
 * @returns {Spare[]}
 */
export function spares(plan) {
  let start = plan.steps.reduce((sum, step) => sum + length(step), SPARES_AFTER_MS);
  return spareCues(plan).map((spare) => {
    const placed = { ...spare, start };
    start += spare.length;
    return placed;
  });
}

/**
 * Where the track is to be, and a name for the part of it.
 * @param {Spare[]} all
 * @param {SpotState | null} spot null where the clock alone leads
 * @param {number} passed ms of the plan
 * @param {{ left: number, warn: number }} more ms left of the step, and the tenderness from which no weight is added
 * @returns {{ part: string, ms: number }}
 */
export function trackPlace(all, spot, passed, { left, warn }) {
  const strong = spot !== null && spot.latest !== null && spot.latest >= warn;
  if (!spot || spot.phase === 'find' || left <= PLANNED_LAST_MS || (spot.asPlanned && !strong)) {
    return { part: 'plan', ms: passed };
  }
  const way = spot.leftBefore ? 'left' : 'eased';
  const name = spot.phase === 'enough' ? 'enough' : strong ? `${way} strong` : way;
  const into = spot.phase === 'work' ? LOOK_MS + spot.since : spot.since;
  const spare = all.find((each) => each.name === name);
  return spare ? { part: `${name} ${spot.number}`, ms: spare.start + into } : { part: 'plan', ms: passed };
}

/**
 * The session of `plan` as a track that takes `rate` of its time: played at that speed it is right again, and only
 * the words are faster or slower.
 * @param {CuedPlan} plan
 * @param {Clips} clips
 * @param {number} rate
 * @param {Spare[]} [after] what lies after the plan
 * @returns {Uint8Array<ArrayBuffer> | null} null where a recording is missing
 */
export function sessionTrack(plan, clips, rate, after = []) {
  const tone = clips.bytes(ROOM_TONE);
  const later = after.flatMap(({ cues, start }) => cues.map((cue) => ({ ...cue, at: start + cue.at })));
  const placed = placedCues([...planCues(plan), ...later], (cue) => clips.bytes(...soundsOf(cue)), rate);
  const end = Math.max(0, ...after.map((spare) => spare.start + spare.length));
  return tone && placed && joined(placed, tone[0], Math.ceil((end * rate) / FRAME_MS));
}

/** @param {Cue} cue */
const soundsOf = ({ beep, say }) => [beep ? SOUND + beep : '', say ?? ''].filter(Boolean);

/**
 * Where the recordings of `cues` lie: each at its time, one that queues after what is said; the others cut that short.
 * A beep alone is left out while something is said.
 * @param {Cue[]} cues in no order
 * @param {(cue: Cue) => Uint8Array[] | null} recordingsOf
 * @param {number} rate
 * @returns {Placed[] | null} null where a recording is missing
 */
export function placedCues(cues, recordingsOf, rate) {
  /** @type {Placed[]} */
  const placed = [];
  let free = 0;
  for (const cue of [...cues].sort((a, b) => a.at - b.at)) {
    const recordings = recordingsOf(cue);
    if (!recordings) return null;
    const due = Math.max(0, Math.round((cue.at * rate - CODEC_DELAY_MS) / FRAME_MS));
    if (recordings.length === 0 || (!cue.say && due < free)) continue;
    const frame = cue.queue ? Math.max(due, free) : due;
    const last = placed.at(-1);
    if (last) last.frames = Math.min(last.frames, frame - last.frame);
    const frames = recordings.reduce((sum, { length }) => sum + length / FRAME_BYTES, 0);
    placed.push({ frame, recordings, frames });
    free = frame + frames;
  }
  return placed;
}

/**
 * @param {Placed[]} placed in order of time
 * @param {Uint8Array} tone what fills the time between
 * @param {number} [least] how many frames it has at least
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function joined(placed, tone, least = 0) {
  const frames = Math.max(least, ...placed.map((each) => each.frame + each.frames));
  const track = new Uint8Array(frames * FRAME_BYTES);
  for (let at = 0; at < track.length; at += tone.length) track.set(tone.subarray(0, track.length - at), at);
  for (const { frame, recordings, frames } of placed) {
    let at = frame * FRAME_BYTES;
    const end = at + frames * FRAME_BYTES;
    for (const recording of recordings) {
      track.set(recording.subarray(0, Math.max(0, end - at)), Math.min(at, end));
      at += recording.length;
    }
  }
  return track;
}
