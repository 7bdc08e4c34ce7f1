// The whole session as one MP3 track: the recordings of its cues, each at its time, joined frame by frame.
// Frames of one length that stand alone need no encoder: see docs/decisions/0022-the-session-as-one-track.md.

/** @import { Clips } from './clips.js' */
/** @import { Cue, CuedPlan } from './cues.js' */

import { planCues } from './cues.js';

export const FRAME_BYTES = 96;
export const FRAME_MS = 24;
const CODEC_DELAY_MS = 46; // encoder and decoder together let each sound come as much later
const SOUND = 'beep ';
const ROOM_TONE = 'room tone';

/** @typedef {{ frame: number, recordings: Uint8Array[], frames: number }} Placed where recordings lie, and how long */

/** The sounds that a track needs beside the words of its plan, as the list of recordings names them. */
export const TRACK_SOUNDS = [...['tick', 'turn', 'go', 'soft', 'long', 'done'].map((name) => SOUND + name), ROOM_TONE];

/**
 * The session of `plan` as a track that takes `rate` of its time: played at that speed it is right again, and only
 * the words are faster or slower.
 * @param {CuedPlan} plan
 * @param {Clips} clips
 * @param {number} rate
 * @returns {Uint8Array<ArrayBuffer> | null} null where a recording is missing
 */
export function sessionTrack(plan, clips, rate) {
  const tone = clips.bytes(ROOM_TONE);
  const placed = placedCues(planCues(plan), (cue) => clips.bytes(...soundsOf(cue)), rate);
  return tone && placed && joined(placed, tone[0]);
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
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function joined(placed, tone) {
  const frames = Math.max(0, ...placed.map((each) => each.frame + each.frames));
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
