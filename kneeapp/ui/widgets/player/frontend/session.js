// One session on this page: takes in what the server knows, does what is due, and passes it on to screen,
// feedback and outbox.

/** @import { Anchor, Ending, EventKind, PlayerData, PlayerPlan, PlayerReport, ReportAnswer } from '#payloads' */
/** @import { ActionName, ActionValue, SessionControls } from './actions.js' */
/** @import { Signal } from './cues.js' */
/** @import { PlayerSettings } from './settings.js' */
/** @import { SharedState } from './tab-leader.js' */
/** @import { StepTime } from './timeline.js' */

import { Actions } from './actions.js';
import { Clips } from './clips.js';
import { cuesDue, spokenTexts } from './cues.js';
import { Feedback } from './feedback.js';
import { Outbox } from './outbox.js';
import { PlaybackState } from './playback-state.js';
import { ServerClock } from './server-clock.js';
import { Settings } from './settings.js';
import { Speech } from './speech.js';
import { SafeStorage } from './storage.js';
import { TabLeader } from './tab-leader.js';
import { TendernessTrace } from './tenderness-trace.js';
import { afterEndText, endTitle } from './text.js';
import { Transport } from './transport.js';
import { View } from './view.js';

const UNSAVED_FROM_MS = 1500; // an event this old that the server does not have is called unsaved

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
    this.#state.fold(served, this.#leader.shared?.anchor, this.#outbox.waiting, this.#clock.now());
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
  }

  /** @param {number} now epoch ms */
  #lead(now) {
    for (const { at_ms, ...place } of this.#state.endsBy(now)) this.#emit('step_done', { at: at_ms, place });
    if (this.#state.isOver(now)) this.#finish(now);
    else if (this.#state.running) for (const cue of this.#cuesAt(now)) this.#signal(cue);
    this.#state.markHandled(now, isVisible());
    this.#share();
    this.#transport.retry();
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
    this.#signal({ beep: 'done', say: how === 'finished' ? this.plan.phrases.done : '' });
    if (how === 'stopped') this.#view.announce(`${endTitle(how)}. ${afterEndText(this.plan, reason)}`);
    this.#transport.schedule();
  }

  /** @param {number} now epoch ms */
  #cuesAt(now) {
    return cuesDue(this.plan, this.#state.place(now), this.#state.handledUntil, now);
  }

  /** @param {Signal} signal */
  #signal({ beep, say, queue }) {
    this.#feedback.beep(beep);
    this.#feedback.vibrate(beep);
    /** @param {string | undefined} text */
    const announce = (text) => this.#view.announce(text);
    if (!this.#speech.say(say, { queue, onFailed: announce })) announce(say); // never twice
    if (beep && !QUIET.has(beep)) this.#view.flash();
  }

  // --- what the person does -----------------------------------------------------------------

  /**
   * @param {ActionName} name
   * @param {ActionValue} value
   */
  #act(name, value) {
    this.#feedback.unlock();
    this.#speech.unlock();
    this.#actions.act(name, value);
    this.#tick();
  }

  async #loadClips() {
    await this.#clips.load(spokenTexts(this.plan));
    if (this.#served && !this.#abort.signal.aborted) this.#tick();
  }

  #applySettings() {
    const { muted, voice, rate } = this.#settings.all;
    this.#feedback.muted = muted;
    Object.assign(this.#speech, { muted, voice, rate });
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
   * @param {number} now epoch ms
   * @param {boolean} leads
   */
  #show(now, leads) {
    const { running, anchor, awaySince, ending, reason } = this.#state;
    const place = this.#state.place(awaySince ?? now);
    const own = anchor.at_ms === 0 ? 'ready' : running ? 'running' : 'paused';
    const { waiting } = this.#outbox;
    this.#view.show({
      mode: ending ?? (leads ? own : 'elsewhere'),
      reason,
      place,
      running,
      full: anchor.at_ms > 0 && !this.#actions.small,
      trace: this.#trace.points(place.step),
      dialog: awaySince === null ? this.#actions.dialog : { name: 'away', ms: now - awaySince },
      saving: waiting.length > 0,
      unsaved: waiting.filter((event) => now - event.at_ms > UNSAVED_FROM_MS).length,
      delayed: this.#transport.delayed,
      settings: this.#settings.all,
      voices: this.#speech.voices(),
      missing: [...this.#feedback.missing(), ...this.#speech.missing()],
      silent: this.#feedback.silent,
      isPersistent: this.#storage.isPersistent,
    });
  }
}
