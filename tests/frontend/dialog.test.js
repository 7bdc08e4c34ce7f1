// What comes up from below says what is right for this session, and lets nothing in as markup.

/** @import { Dialog, DialogName } from '../../kneeapp/ui/widgets/player/frontend/actions.js' */
/** @import { DialogModel } from '../../kneeapp/ui/widgets/player/frontend/dialog.js' */
/** @import { PlayerPlan } from '#payloads' */

import assert from 'node:assert/strict';
import test from 'node:test';
import { dialogMarkup, escapeHtml } from '../../kneeapp/ui/widgets/player/frontend/dialog.js';
import { aPlan, EXERCISE } from './support.js';

/** @type {DialogModel} */
const MODEL = {
  place: { step: 0, elapsed_ms: 0, segment: 0, segment_left_ms: 0 },
  settings: { muted: false, voice: '', rate: 1, mirrored: false, anywhere: false },
  voices: [],
  missing: [],
  recorded: false,
};
const TRAINING = aPlan({ steps: [EXERCISE] });

/**
 * @param {Dialog} dialog
 * @param {Partial<PlayerPlan>} fields
 */
const markup = (dialog, fields = {}) => dialogMarkup(dialog, aPlan(fields), MODEL);

/** @param {string} html */
const actions = (html) => [...html.matchAll(/data-action="(\w+)"/g)].map(([, name]) => name);

test('text cannot leave an attribute or begin an element', () => {
  assert.equal(
    escapeHtml(`1" onfocus="x" title='<b>&amp;`),
    '1&quot; onfocus=&quot;x&quot; title=&#39;&lt;b&gt;&amp;amp;',
  );
});

test('a number to call and the name of a voice are text', () => {
  const danger = markup({ name: 'danger' }, { emergency: '1"><b>', medical_line: '116 117' });
  assert.ok(danger.includes('href="tel:1&quot;&gt;&lt;b&gt;"'));
  assert.ok(danger.includes('href="tel:116117">Call 116 117, the medical line</a>'));
  const voice = /** @type {SpeechSynthesisVoice} */ ({ voiceURI: 'a"b', name: '<i>Amy' });
  const options = dialogMarkup({ name: 'options' }, aPlan(), { ...MODEL, voices: [voice] });
  assert.ok(options.includes('<option value="a&quot;b">&lt;i&gt;Amy</option>'));
});

test('without a known number none can be called', () => {
  const html = markup({ name: 'danger' });
  assert.ok(html.includes('call your local emergency number now'));
  assert.ok(!html.includes('tel:'));
});

/** @type {DialogName[]} */
const FOR_GOOD = ['sharp', 'numb', 'danger'];
for (const name of FOR_GOOD) {
  test(`after ${name} nothing goes on, and a wrong tap can be taken back`, () => {
    assert.deepEqual(actions(markup({ name })), ['reasons', 'end']);
  });
}

test('a knee two points worse ends a routine; one point lets it go on', () => {
  const worse = markup({ name: 'knee_rated', value: 6 });
  assert.ok(worse.includes('Your knee went from 4 to 6.'));
  assert.deepEqual(actions(worse), ['reason', 'end']);
  const bearable = markup({ name: 'knee_rated', value: 5 });
  assert.ok(bearable.includes('Your knee is at 5; it was 4 at the start.'));
  assert.deepEqual(actions(bearable), ['resume', 'end']);
});

test('in training more is allowed, up to its limit', () => {
  const allowed = dialogMarkup({ name: 'knee_rated', value: 5 }, { ...TRAINING, before: 1 }, MODEL);
  assert.ok(allowed.includes('Up to 5 is allowed.'));
  assert.deepEqual(actions(allowed), ['resume', 'end']);
  const over = dialogMarkup({ name: 'knee_rated', value: 6 }, TRAINING, MODEL);
  assert.ok(over.includes('Above 5 is too much'));
  assert.deepEqual(actions(over), ['reason', 'end']);
});

test('why stop: the reasons of the plan, in their order', () => {
  const html = markup({ name: 'stop' });
  assert.deepEqual(
    [...html.matchAll(/data-value="(\w+)">(.*?)<\/button>/g)].map(([, name, label]) => [name, label]),
    [
      ['sharp', 'Sharp pain'],
      ['numb', 'Numb'],
      ['knee_worse', 'Knee &lt;worse&gt;'],
      ['danger', 'Chest pain'],
      ['break', 'A break'],
      ['finished', 'Finished'],
    ],
  );
});

test('only a routine has a re-check after it', () => {
  assert.ok(markup({ name: 'finished' }).includes('The re-check comes next.'));
  assert.ok(!dialogMarkup({ name: 'finished' }, TRAINING, MODEL).includes('re-check'));
});

test('who comes back is told how long nobody was here', () => {
  assert.ok(markup({ name: 'away', ms: 20_000 }).includes('Nobody was here for 1 min.'));
  assert.ok(markup({ name: 'away', ms: 59 * 60_000 }).includes('59 min.'));
  assert.ok(markup({ name: 'away', ms: 60 * 60_000 }).includes('1 h.'));
  assert.ok(markup({ name: 'away', ms: 120 * 60_000 }).includes('2 h.'));
  assert.ok(markup({ name: 'away', ms: 20_000 }).includes('I kept rolling'));
  assert.ok(dialogMarkup({ name: 'away' }, TRAINING, MODEL).includes('I kept going'));
});
