// One session on this page: hears the server and the person, tells the screen, the senses and the outbox.

import { ServerClock } from './clock.js';
import { Course } from './course.js';
import { cuesDue } from './cues.js';
import { Outbox } from './outbox.js';
import { Post } from './post.js';
import { Presence } from './presence.js';
import { Senses } from './senses.js';
import { Shelf } from './shelf.js';
import { Trace } from './trace.js';
import { View } from './view.js';

const UNSAVED_FROM_MS = 1500; // an event this old that the server does not have is called unsaved
const DOUBLE_TAP_MS = 300;
const EASE_OFF_FROM = 7;

const visible = () => document.visibilityState === 'visible';

export class Session {
  #score;
  #clock = new ServerClock();
  #shelf = new Shelf();
  #senses = new Senses();
  #course;
  #outbox;
  #presence;
  #post;
  #trace;
  #view;
  #served = null; // the anchor the server last told
  #sheet = null;
  #small = false;
  #mutedAtFirst = false; // as kept with the person
  #muted = null; // as chosen on this page
  #timer = 0;
  #taps = new Map();
  #abort = new AbortController();

  constructor(root, id, score) {
    this.id = id;
    this.holds = score.id;
    this.#score = score;
    this.#course = new Course(score.steps);
    this.#outbox = new Outbox(this.#shelf, id);
    this.#presence = new Presence(this.#shelf, id, this.#outbox.client);
    this.#post = new Post(this.#outbox, () => this.#report);
    this.#trace = new Trace(this.#shelf, id);
    this.#view = new View(root, score, (name, value) => this.#act(name, value));
    this.#listen();
  }

  /** Take in what the server knows: its anchor, what it has stored, and its time. */
  hear(data, send) {
    const first = this.#served === null;
    this.#clock.hear(data.now_ms, data.heard_ms);
    this.#outbox.settle(data.acked);
    this.#post.connect(send, data.beacon);
    this.#served = data.anchor;
    this.#fold();
    if (first) this.#begin(data.muted);
    this.#tick();
  }

  close() {
    this.#part();
    this.#abort.abort();
    clearTimeout(this.#timer);
    this.#post.close();
    this.#senses.close();
    this.#view.close();
  }

  get #settings() {
    return { muted: this.#mutedAtFirst, voice: '', rate: 1, mirrored: false, ...this.#shelf.read('settings') };
  }

  get #report() {
    return {
      session: this.id,
      holds: this.holds,
      sent_ms: Date.now(),
      muted: this.#muted,
      ending: this.#course.ending,
      events: this.#outbox.waiting,
    };
  }

  #fold() {
    this.#course.fold(this.#served, this.#presence.shared?.anchor, this.#outbox.waiting, this.#clock.now());
  }

  #begin(muted) {
    this.#mutedAtFirst = muted;
    Object.assign(this.#senses, this.#settings);
    const now = this.#clock.now();
    const last = this.#shelf.lasting ? this.#course.anchor.at_ms : now;
    const shared = this.#presence.shared ?? { alive: last, reached: last, sheet: null, ending: null };
    this.#course.takeUp(shared, now);
    this.#sheet = shared.sheet;
    if (this.#outbox.waiting.length > 0 || this.#clock.unsure) this.#post.soon();
  }

  // --- what is due --------------------------------------------------------------------------

  #tick() {
    clearTimeout(this.#timer);
    const now = this.#clock.now();
    const leads = this.#presence.leads;
    if (leads) this.#lead(now);
    else this.#follow();
    this.#senses.keepAwake(leads && this.#course.running);
    this.#show(now, leads);
    const left = this.#course.running ? this.#course.place(this.#clock.now()).segment_left_ms % 1000 : 0;
    this.#timer = setTimeout(() => this.#tick(), (left || 1000) + 1);
  }

  #follow() {
    const shared = this.#presence.shared;
    this.#fold();
    this.#course.follow(shared);
    this.#sheet = shared.sheet;
    this.#senses.hush();
  }

  #lead(now) {
    const ends = this.#course.endsBy(now);
    for (const { at_ms, ...place } of ends) this.#emit('step_done', { at: at_ms, place });
    if (this.#course.over(now)) this.#finish(now);
    else if (this.#course.running) this.#cuesAt(now).forEach((cue) => this.#signal(cue));
    this.#course.seenTo(now, visible());
    this.#keep();
    this.#post.again();
  }

  #keep() {
    const { alive, reached, anchor, ending } = this.#course;
    const sheet = this.#sheet?.name === 'options' ? null : this.#sheet;
    this.#presence.keep({ alive, reached, anchor, ending, sheet });
  }

  #finish(now) {
    const place = this.#course.lastEnd();
    const told = this.#outbox.waiting.some(({ kind, step }) => kind === 'step_done' && step === place.step);
    if (!told) this.#emit('step_done', { at: now, place });
    this.#end('finished');
  }

  #end(how) {
    this.#course.ending = how;
    this.#sheet = null;
    this.#signal({ beep: 'done', say: how === 'finished' ? this.#score.phrases.done : '' });
    this.#post.soon();
  }

  #cuesAt(now) {
    return cuesDue(this.#score, this.#course.place(now), this.#course.reached, now);
  }

  #signal(cue) {
    this.#senses.beep(cue.beep);
    this.#senses.buzz(cue.beep);
    this.#senses.say(cue.say, cue);
    this.#view.announce(cue.say);
    if (cue.beep && cue.beep !== 'tick') this.#view.flash();
  }

  // --- what the person does -----------------------------------------------------------------

  #act(name, value) {
    const now = performance.now();
    if (name !== 'rate' && now - (this.#taps.get(name) ?? -Infinity) < DOUBLE_TAP_MS) return;
    this.#taps.set(name, now);
    this.#senses.unlock();
    this.#actions[name](value);
    this.#tick();
  }

  #actions = {
    touch: () => {},
    toggle: () => (this.#course.anchor.running ? this.#move('pause') : this.#go()),
    skip: () => this.#move('skip'),
    back: () => {
      this.#move('back');
      this.#trace.clear();
    },
    stop: () => {
      this.#pause();
      this.#sheet = { name: 'stop' };
    },
    reason: (name) => (this.#sheet = name === 'break' ? null : { name }),
    knee: (text) => {
      this.#emit('rating', { at: this.#clock.now(), value: Number(text) });
      this.#sheet = { name: 'knee_rated', value: Number(text) };
    },
    resume: () => {
      this.#sheet = null;
      this.#go();
    },
    end: () => {
      this.#move('stop', { value: this.#sheet.name === 'knee_rated' ? 'knee_worse' : this.#sheet.name });
      this.#end('stopped');
    },
    keptRolling: () => {
      const at = this.#clock.now();
      this.#comeBack({ at, place: this.#course.place(at), value: 'kept_rolling' });
    },
    fromHere: () => this.#comeBack({}),
    rate: (value) => this.#rate(value),
    takeOver: () => this.#keep(),
    leave: () => {
      this.#pause();
      this.#small = true;
    },
    mute: () => {
      this.#muted = !this.#senses.muted;
      this.#choose({ muted: this.#muted });
      this.#post.soon();
    },
    options: () => (this.#sheet = { name: 'options' }),
    choose: (chosen) => {
      this.#choose(chosen);
      this.#senses.say(this.#score.phrases.go);
    },
    close: () => (this.#sheet = null),
  };

  #pause() {
    if (this.#course.anchor.running) this.#move('pause');
  }

  #go() {
    this.#small = false;
    if (!this.#course.anchor.running) this.#move(this.#course.anchor.at_ms === 0 ? 'start' : 'resume');
  }

  /** After being away: pause at the last moment anybody was here, then go on from `place` or there. */
  #comeBack(onward) {
    const left = this.#course.away;
    this.#course.away = null;
    this.#move('pause', { at: left });
    this.#move('resume', onward);
  }

  #move(kind, { at = this.#clock.now(), ...rest } = {}) {
    if (this.#course.ending !== null) return;
    this.#emit(kind, { at, ...rest });
    if (!this.#course.anchor.running) this.#senses.hush();
    if (this.#course.skippedPast) this.#end('finished');
  }

  #rate(value) {
    const at = this.#clock.now();
    const place = this.#course.place(at);
    if (!this.#score.steps[place.step]?.area) return;
    this.#trace.add(place, value);
    this.#emit('tenderness', { at, value });
    if (value >= EASE_OFF_FROM) this.#signal({ beep: 'ease', say: this.#score.phrases.ease_off });
  }

  #choose(chosen) {
    this.#shelf.write('settings', { ...this.#settings, ...chosen });
    Object.assign(this.#senses, this.#settings);
    if (this.#senses.muted) this.#senses.hush();
  }

  #emit(kind, what) {
    this.#outbox.add(this.#course.event(kind, what));
    this.#post.soon();
  }

  // --- coming and going, and drawing ----------------------------------------------------------

  #listen() {
    const { signal } = this.#abort;
    const on = (target, name, handle) => target.addEventListener(name, handle, { signal });
    on(document, 'visibilitychange', () => {
      if (!visible()) this.#post.parting();
      this.#tick();
    });
    on(window, 'pagehide', () => this.#part());
    on(window, 'pageshow', ({ persisted }) => persisted && this.#tick());
    on(window, 'online', () => this.#post.soon());
    on(window, 'storage', ({ key }) => key?.endsWith(`now.${this.id}`) && this.#tick());
  }

  #part() {
    this.#post.parting();
    if (!this.#presence.leads) return;
    this.#keep();
    this.#presence.release();
  }

  #show(now, leads) {
    const { running, anchor, away, ending } = this.#course;
    const place = this.#course.place(away ?? now);
    const own = anchor.at_ms === 0 ? 'ready' : running ? 'running' : 'paused';
    this.#view.show({
      mode: ending ?? (leads ? own : 'elsewhere'),
      place,
      running,
      full: anchor.at_ms > 0 && !this.#small,
      trace: this.#trace.points(place.step),
      sheet: away === null ? this.#sheet : { name: 'away', ms: now - away },
      saving: this.#outbox.waiting.length > 0,
      unsaved: this.#outbox.waiting.filter((event) => now - event.at_ms > UNSAVED_FROM_MS).length,
      settings: this.#settings,
      voices: this.#senses.voices(),
      missing: this.#senses.missing(),
      silent: this.#senses.silent,
      lasting: this.#shelf.lasting,
    });
  }
}
