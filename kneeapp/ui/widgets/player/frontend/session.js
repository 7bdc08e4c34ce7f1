// One session on this page: takes in what the server knows, does what is due, and passes it on to screen,
// feedback and outbox.

/** @import { Anchor, Ending, EventKind, PlayerData, PlayerPlan, PlayerReport, ReportAnswer } from '#payloads' */
/** @import { ActionName, ActionValue, SessionControls } from './actions.js' */
/** @import { Signal } from './cues.js' */
/** @import { MediaKey } from './media-session.js' */
/** @import { PlayerSettings } from './settings.js' */
/** @import { SharedState } from './tab-leader.js' */
/** @import { SpotState } from './spots.js' */
/** @import { StepTime } from './timeline.js' */

import { Actions } from './actions.js';
import { Clips } from './clips.js';
import { cuesDue, spokenTexts } from './cues.js';
import { Disturbances } from './disturbances.js';
import { Feedback } from './feedback.js';
import { MediaKeys } from './media-keys.js';
import { MediaControls } from './media-session.js';
import { Outbox } from './outbox.js';
import { PlaybackState } from './playback-state.js';
import { ServerClock } from './server-clock.js';
import { Settings } from './settings.js';
import { Speech } from './speech.js';
import { spotState } from './spots.js';
import { SafeStorage } from './storage.js';
import { TabLeader } from './tab-leader.js';
import { TendernessTrace } from './tenderness-trace.js';
import { afterEndText, endTitle, progressText, trackTitle } from './text.js';
import { isMove, length } from './timeline.js';
import { sessionTrack, spares, TRACK_SOUNDS, trackPlace } from './track.js';
import { TrackPlayer } from './track-player.js';
import { Transport } from './transport.js';
import { View } from './view.js';

const UNSAVED_FROM_MS = 1500; // an event this old that the server does not have is called unsaved
const AGREE_MS = 200; // so far apart the session and its track may be
const LOST_MS = 1000; // a track that is further behind has stood still, and so has the person
const LAST_WORDS_MS = 15000; // of the track, after the end of the plan
const FILE_NAME = 'kneeapp-session.mp3';

/** @type {Set<Signal['beep']>} too many of them to flash */
const QUIET = new Set(/** @type {const} */ (['tick', 'turn']));

const isVisible = () => document.visibilityState === 'visible';

export class Session {
  #clock = new ServerClock();
  #storage;
  #settings;
  #feedback = new Feedback();
  #clips = new Clips();
  #speech = new Speech(this.#clips);
  #track = new TrackPlayer({
    onTime: () => {
      if (!isVisible()) this.#tick(); // the timers of such a page may come once a minute
    },
    onPause: () => this.#tick(),
    onPlay: () => this.#onMediaKey('play'),
    onPlaying: () => {
      this.#media.takeKeys();
      this.#tick();
    },
  });
  #recorded = false; // whether the whole session is there as a track
  #agreed = false; // whether it has been where the session is since it was sought
  #part = 'plan'; // which part of it plays
  #spares;
  #media = new MediaControls((key) => this.#onMediaKey(key));
  #mediaKeys = new MediaKeys();
  #state;
  #outbox;
  #leader;
  #transport;
  #trace;
  #actions;
  #view;
  /** @type {Anchor | null} the anchor that the server last sent */
  #served = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #abort = new AbortController();
  #disturbances = new Disturbances(this.#abort.signal, (words) => {
    if (this.#state.running) this.#view.announce(words);
    this.#tick();
  });

  /**
   * @param {HTMLElement | ShadowRoot} root
   * @param {string} id
   * @param {string} planVersion
   * @param {PlayerPlan} plan
   */
  constructor(root, id, planVersion, plan) {
    this.id = id;
    this.planVersion = planVersion;
    this.plan = plan;
    this.#storage = new SafeStorage(plan.storage.all);
    this.#settings = new Settings(this.#storage);
    this.#spares = spares(plan);
    this.#state = new PlaybackState(plan.steps);
    this.#outbox = new Outbox(this.#storage, plan.storage.events, id);
    this.#leader = new TabLeader(this.#storage, id, this.#outbox.client);
    this.#transport = new Transport(
      this.#outbox,
      () => this.#report,
      (answer) => this.#onResponse(answer),
    );
    this.#trace = new TendernessTrace(this.#storage, id);
    this.#actions = new Actions(plan, this.#state, this.#controls());
    this.#view = new View(root, plan, (name, value) => this.#act(name, value));
    this.#listen();
    this.#loadClips();
  }

  /**
   * Take in what the server knows: its anchor, what it has stored, and its time.
   * @param {PlayerData} data
   * @param {(report: PlayerReport) => void} send
   */
  onServerState(data, send) {
    const first = this.#served === null;
    this.#clock.sync(data.server_ms, data.echoed_ms);
    this.#outbox.retains = data.retain;
    this.#outbox.acknowledge(data.acked);
    this.#transport.connect(send, data);
    this.#served = data.anchor;
    this.#clock.advanceTo(data.anchor.at_ms);
    this.#fold(data.anchor);
    if (first) this.#begin(data.muted);
    this.#tick();
  }

  close() {
    this.#leave();
    this.#abort.abort();
    clearTimeout(this.#timer);
    this.#transport.close();
    this.#speech.stop();
    this.#track.close();
    this.#media.close();
    this.#feedback.close();
    this.#view.close();
  }

  /** @returns {SessionControls} */
  #controls() {
    return {
      now: () => this.#clock.now(),
      emit: (kind, what) => this.#emit(kind, what),
      end: (how, reason) => this.#end(how, reason),
      signal: (signal) => this.#signal(signal),
      announce: (text) => this.#view.announce(text),
      stopSpeaking: () => this.#speech.stop(),
      lead: () => this.#share(),
      toggleMute: () => this.#changeSettings({ muted: !this.#speech.muted }),
      changeSettings: (changes) => this.#changeSettings(changes),
      takeAlong: () => this.#takeAlong(),
      spot: (at) => this.#spotAt(at),
      toggleAnywhere: () => this.#changeSettings({ anywhere: !this.#settings.all.anywhere }),
    };
  }

  /** @returns {PlayerReport} */
  get #report() {
    return {
      session: this.id,
      plan_version: this.planVersion,
      sent_ms: Date.now(),
      muted: this.#settings.chosenMuted,
      ending: this.#state.ending,
      asking: this.#actions.isClosing,
      events: this.#outbox.waiting,
    };
  }

  /**
   * What the server answers to a report; it may come when this page has let go of the session.
   * @param {ReportAnswer} answer
   */
  #onResponse({ server_ms, echoed_ms, acked }) {
    if (this.#abort.signal.aborted) return;
    this.#clock.sync(server_ms, echoed_ms);
    this.#served = this.#state.anchor; // what it has now was folded here before
    this.#outbox.acknowledge(acked);
    this.#tick();
  }

  /** @param {Anchor} served */
  #fold(served) {
    const before = JSON.stringify(this.#state.anchor);
    this.#state.fold(served, this.#leader.shared?.anchor, this.#outbox.waiting, this.#clock.now());
    if (JSON.stringify(this.#state.anchor) !== before) this.#agreed = false; // another device has moved it
  }

  /** @param {boolean} muted as stored with the person */
  #begin(muted) {
    this.#settings.savedMuted = muted;
    this.#applySettings();
    const now = this.#clock.now();
    const last = this.#storage.isPersistent ? this.#state.anchor.at_ms : now;
    /** @type {SharedState} */
    const earlier = this.#leader.shared ?? { alive: last, reached: last, sheet: null, ending: null, reason: null };
    this.#state.resumeFrom(earlier, now);
    this.#actions.dialog = earlier.sheet;
    if (this.#outbox.waiting.length > 0 || this.#clock.isUncertain) this.#transport.schedule();
  }

  // --- what is due --------------------------------------------------------------------------

  #tick() {
    clearTimeout(this.#timer);
    const now = this.#clock.now();
    const leads = this.#leader.leads;
    if (leads) this.#lead(now);
    else this.#mirrorLeader();
    this.#feedback.keepAwake(leads && this.#state.running);
    this.#show(now, leads);
    this.#timer = setTimeout(() => this.#tick(), this.#untilNextBeat() + 1);
  }

  /** Milliseconds to the next second; to half of one where repetitions turn between seconds. */
  #untilNextBeat() {
    if (!this.#state.running) return 1000;
    const { step, segment_left_ms } = this.#state.place(this.#clock.now());
    const beat = this.plan.steps[step]?.reps ? 500 : 1000;
    return segment_left_ms % beat || beat;
  }

  #mirrorLeader() {
    const leader = this.#leader.shared;
    if (this.#served) this.#fold(this.#served);
    if (leader) {
      this.#state.mirrorLeader(leader);
      this.#actions.dialog = leader.sheet;
    }
    this.#speech.stop();
    this.#track.stop();
  }

  /** @param {number} now epoch ms */
  #lead(now) {
    this.#followTrack(now);
    this.#passSteps(now);
    if (this.#state.isOver(now)) this.#finish(now);
    else if (this.#state.running) {
      for (const cue of this.#cuesAt(now)) this.#signal(cue, { heard: this.#track.speaks });
    }
    if (this.#mediaKeys.lastsLong(now, this.#state) && this.#state.ending === null) this.#actions.act('stop');
    this.#state.markHandled(now, isVisible());
    this.#share();
    this.#transport.retry();
  }

  /** @param {number} until epoch ms */
  #passSteps(until) {
    for (const { at_ms, ...place } of this.#state.endsBy(until)) this.#emit('step_done', { at: at_ms, place });
  }

  // --- the track ------------------------------------------------------------------------------

  /** Whether the track says what is to be said. */
  get #isTracked() {
    return this.#recorded && !this.#speech.muted && this.#speech.chosen === undefined;
  }

  /**
   * Let the track play where the session stands. While the page slept the track was the clock: where it has stood
   * still, the session has; where somebody else has paused it, the session is paused.
   * @param {number} now epoch ms
   */
  #followTrack(now) {
    if (!this.#isTracked || !this.#state.running) {
      const said = (this.#track.ms ?? 0) > this.#total + LAST_WORDS_MS;
      if (this.#state.ending !== 'finished' || said) this.#track.stop(); // its last words may still be heard
      return;
    }
    const reached = this.#track.ms;
    if (reached === null) {
      if (!this.#track.speaks && !this.#track.refused) this.#seekTrack(now);
      return;
    }
    const { part, ms } = this.#trackPlace(now);
    const moved = part !== this.#part; // the spots have gone on: it is to play elsewhere
    const behind = ms - reached;
    const stood = this.#agreed && !moved && behind > LOST_MS;
    const at = moved ? now : Math.min(now, Math.round(now - behind));
    this.#state.attend(at);
    if (this.#track.interrupted || stood) {
      const place = this.#state.place(at);
      this.#passSteps(at);
      this.#emit('pause', { at, place });
      if (this.#track.interrupted) {
        this.#view.announce(this.#disturbances.takeSound());
        this.#track.stop();
      } else this.#emit('resume', { at: now, place });
    } else if (Math.abs(behind) > AGREE_MS) this.#seekTrack(now);
    else this.#agreed = true;
  }

  /** @param {number} now epoch ms */
  #seekTrack(now) {
    this.#agreed = false;
    const { part, ms } = this.#trackPlace(now);
    this.#part = part;
    this.#track.playFrom(ms);
  }

  /** Milliseconds of the whole plan. */
  get #total() {
    return this.plan.steps.reduce((sum, each) => sum + length(each), 0);
  }

  /**
   * Where the track is to be.
   * @param {number} at epoch ms
   */
  #trackPlace(at) {
    const { step, elapsed_ms } = this.#state.place(at);
    const left = step < this.plan.steps.length ? length(this.plan.steps[step]) - elapsed_ms : 0;
    const { warn } = this.plan.limits;
    return trackPlace(this.#spares, this.#spotAt(at), this.#state.passed(at), { left, warn });
  }

  /**
   * How the spots of the step stand; null where the clock alone leads.
   * @param {number} at epoch ms
   * @returns {SpotState | null}
   */
  #spotAt(at) {
    const { step, elapsed_ms } = this.#state.place(at);
    const own = this.plan.steps[step];
    return own?.by_ease ? spotState(own, this.#trace.marks(step), elapsed_ms) : null;
  }

  #makeTrack() {
    const { rate } = this.#speech;
    const track = sessionTrack(this.plan, this.#clips, rate, this.#spares);
    this.#recorded = track !== null;
    if (track) this.#track.load(track, rate);
  }

  /** The track as a file, at the speed at which other players play it. */
  #takeAlong() {
    const track = sessionTrack(this.plan, this.#clips, 1);
    if (!track) return;
    const href = URL.createObjectURL(new Blob([track], { type: 'audio/mpeg' }));
    Object.assign(document.createElement('a'), { href, download: FILE_NAME }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
  }

  /**
   * A key of the locked screen or of headphones, or what they do by themselves.
   * @param {MediaKey} key
   */
  #onMediaKey(key) {
    const bySpots = this.#spotAt(this.#clock.now()) !== null;
    const action = this.#mediaKeys.action(key, this.#state, this.#actions.dialog, bySpots);
    if (!action || !this.#leader.leads) return;
    this.#act(action);
    const asleep = key === 'pause' && !isVisible();
    if (asleep && this.#mediaKeys.paused(this.#clock.now())) this.#act('stop');
  }

  /** Lead, and let the other tabs know where the session stands. */
  #share() {
    const { lastAttended, handledUntil, anchor, ending, reason } = this.#state;
    const { dialog } = this.#actions;
    const sheet = dialog?.name === 'options' ? null : dialog;
    this.#leader.share({ alive: lastAttended, reached: handledUntil, anchor, ending, reason, sheet });
  }

  /** @param {number} now epoch ms */
  #finish(now) {
    const place = this.#state.lastEnd();
    const reported = this.#outbox.waiting.some(({ kind, step }) => kind === 'step_done' && step === place.step);
    if (!reported) this.#emit('step_done', { at: now, place });
    this.#end('finished');
  }

  /**
   * @param {Ending} how
   * @param {string | null} reason why it was stopped
   */
  #end(how, reason = null) {
    this.#state.ending = how;
    this.#state.reason = reason;
    this.#actions.dialog = null;
    const heard = how === 'finished' && this.#track.speaks;
    if (heard && this.#state.skippedPast) this.#seekTrack(this.#clock.now()); // to its last words
    this.#signal({ beep: 'done', say: how === 'finished' ? this.plan.phrases.done : '' }, { heard });
    if (how === 'stopped') this.#view.announce(`${endTitle(how)}. ${afterEndText(this.plan, reason)}`);
    this.#transport.schedule();
  }

  /** @param {number} now epoch ms */
  #cuesAt(now) {
    const place = this.#state.place(now);
    return cuesDue(this.plan, place, this.#state.handledUntil, now, this.#trace.marks(place.step));
  }

  /**
   * @param {Signal} signal
   * @param {{ heard?: boolean }} [options] whether the track sounds it already
   */
  #signal({ beep, say, queue }, { heard = false } = {}) {
    this.#feedback.vibrate(beep);
    if (beep && !QUIET.has(beep)) this.#view.flash();
    if (heard) return;
    this.#feedback.beep(beep);
    /** @param {string | undefined} text */
    const announce = (text) => this.#view.announce(text);
    if (!this.#speech.say(say, { queue, onFailed: announce })) announce(say); // never twice
  }

  // --- what the person does -----------------------------------------------------------------

  /**
   * @param {ActionName} name
   * @param {ActionValue} [value]
   */
  #act(name, value) {
    this.#feedback.unlock();
    if (!this.#recorded) this.#speech.unlock(); // else the track is unlocked by playing
    this.#track.refused = false;
    this.#actions.act(name, value);
    this.#tick();
  }

  async #loadClips() {
    await this.#clips.load(spokenTexts(this.plan), TRACK_SOUNDS);
    if (this.#abort.signal.aborted) return;
    if (!this.#recorded) this.#makeTrack();
    if (this.#served) this.#tick();
  }

  #applySettings() {
    const { muted, voice, rate } = this.#settings.all;
    this.#feedback.muted = muted;
    const again = this.#recorded && rate !== this.#speech.rate;
    Object.assign(this.#speech, { muted, voice, rate });
    if (again) this.#makeTrack();
  }

  /** @param {Partial<PlayerSettings>} changes */
  #changeSettings(changes) {
    this.#settings.change(changes);
    this.#applySettings();
    if (this.#speech.muted) this.#speech.stop();
    if ('muted' in changes) this.#transport.schedule(); // stored with the person, not only on this device
  }

  /**
   * @param {EventKind} kind
   * @param {{ at: number, place?: StepTime, value?: number | string | null }} what
   */
  #emit(kind, what) {
    const event = this.#state.event(kind, what);
    if (isMove(event)) this.#agreed = false;
    if (this.#state.running) this.#disturbances.goOn();
    this.#outbox.add(event);
    this.#trace.record(event);
    this.#transport.schedule();
  }

  // --- coming and going, and drawing ----------------------------------------------------------

  #listen() {
    const { signal } = this.#abort;
    /**
     * @param {EventTarget} target
     * @param {string} name
     * @param {() => void} handle
     */
    const on = (target, name, handle) => target.addEventListener(name, handle, { signal });
    on(document, 'visibilitychange', () => {
      if (!isVisible()) this.#transport.flushOnUnload();
      this.#tick();
    });
    on(window, 'pagehide', () => this.#leave());
    on(window, 'online', () => {
      this.#transport.schedule();
      this.#loadClips();
    });
    window.addEventListener(
      'pageshow',
      ({ persisted }) => {
        if (persisted) this.#tick();
      },
      { signal },
    );
    window.addEventListener(
      'storage',
      ({ key }) => {
        if (key?.endsWith(`now.${this.id}`)) this.#tick();
      },
      { signal },
    );
  }

  #leave() {
    this.#transport.flushOnUnload();
    if (!this.#leader.leads) return;
    this.#share();
    this.#leader.release();
  }

  /**
   * @param {number} index
   * @param {number} now epoch ms
   */
  #showOnLockScreen(index, now) {
    const { steps, figures } = this.plan;
    const step = steps[Math.min(index, steps.length - 1)];
    const figure = figures[step.pose] ?? '';
    this.#media.show({
      title: trackTitle(step),
      artist: progressText(steps, index),
      figure,
      running: this.#state.running,
      ms: this.#state.passed(now),
      total: this.#total,
    });
  }

  /**
   * @param {number} now epoch ms
   * @param {boolean} leads
   */
  #show(now, leads) {
    const { running, anchor, awaySince, ending, reason } = this.#state;
    const place = this.#state.place(awaySince ?? now);
    const own = anchor.at_ms === 0 ? 'ready' : running ? 'running' : 'paused';
    const { waiting } = this.#outbox;
    if (leads && this.#isTracked && anchor.at_ms > 0) this.#showOnLockScreen(place.step, now);
    this.#view.show({
      mode: ending ?? (leads ? own : 'elsewhere'),
      reason,
      place,
      running,
      full: anchor.at_ms > 0 && !this.#actions.small,
      trace: this.#trace.marks(place.step).points,
      spot: this.#spotAt(awaySince ?? now),
      dialog: awaySince === null ? this.#actions.dialog : { name: 'away', ms: now - awaySince },
      saving: waiting.length > 0,
      unsaved: waiting.filter((event) => now - event.at_ms > UNSAVED_FROM_MS).length,
      delayed: this.#transport.delayed,
      settings: this.#settings.all,
      recorded: this.#recorded,
      voices: this.#speech.voices(),
      missing: [...this.#feedback.missing(), ...this.#speech.missing()],
      disturbances: this.#disturbances.lines({ running, dark: this.#feedback.dark }),
      silent: this.#track.refused || (!this.#track.speaks && this.#feedback.silent),
      isPersistent: this.#storage.isPersistent,
    });
  }
}
