// What outlives the page, or says that it does not.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Settings } from '../../kneeapp/ui/widgets/player/frontend/settings.js';
import { SafeStorage } from '../../kneeapp/ui/widgets/player/frontend/storage.js';
import { TendernessTrace } from '../../kneeapp/ui/widgets/player/frontend/tenderness-trace.js';
import { emptyStorage, forbiddenStorage, START_MS, STORAGE } from './support.js';

test('what is written is read by the next page', (t) => {
  const browser = emptyStorage(t);
  new SafeStorage(STORAGE.all).write('settings', { rate: 1.25 });
  assert.deepEqual(new SafeStorage(STORAGE.all).read('settings'), { rate: 1.25 });
  assert.deepEqual(Object.keys(browser), ['kneeapp.player.settings'], 'a name that browsers hold already');
});

test('what is not there, or cannot be read, is nothing', (t) => {
  const browser = emptyStorage(t);
  browser['kneeapp.player.torn'] = '{"rate"';
  const storage = new SafeStorage(STORAGE.all);
  assert.equal(storage.read('torn'), null);
  assert.equal(storage.read('missing'), null);
});

test('names are those that begin alike, without anything of others', (t) => {
  const browser = emptyStorage(t);
  browser['other.out.1'] = '1';
  const storage = new SafeStorage(STORAGE.all);
  storage.write('out.1.a', 1);
  storage.write('out.2.a', 1);
  assert.deepEqual(storage.names('out.1.'), ['out.1.a']);
});

test('where storing is forbidden, memory serves and says that it will not last', (t) => {
  forbiddenStorage(t);
  const storage = new SafeStorage(STORAGE.all);
  storage.write('settings', 1);
  assert.equal(storage.read('settings'), 1);
  assert.deepEqual(storage.names('set'), ['settings']);
  assert.equal(storage.isPersistent, false);
  storage.remove('settings');
  assert.equal(storage.read('settings'), null);
});

test('a full storage that has room again lasts again', (t) => {
  const browser = emptyStorage(t);
  const storage = new SafeStorage(STORAGE.all);
  Object.defineProperty(browser, 'setItem', {
    configurable: true,
    value: () => {
      throw new Error('full');
    },
  });
  storage.write('settings', 1);
  assert.equal(storage.isPersistent, false);
  Reflect.deleteProperty(browser, 'setItem');
  storage.write('settings', 2);
  assert.equal(storage.isPersistent, true);
  assert.deepEqual(new SafeStorage(STORAGE.all).read('settings'), 2);
});

test('settings are the usual ones until somebody chooses, and then remembered', (t) => {
  emptyStorage(t);
  const settings = new Settings(new SafeStorage(STORAGE.all));
  settings.savedMuted = true;
  assert.deepEqual(settings.all, { muted: true, voice: '', rate: 1, mirrored: false, anywhere: false });
  assert.equal(settings.chosenMuted, null, 'nothing is reported that nobody chose');
  settings.change({ muted: false, voice: 'amy' });
  settings.change({ mirrored: true });
  assert.equal(settings.chosenMuted, false);
  assert.deepEqual(new Settings(new SafeStorage(STORAGE.all)).all, {
    muted: false,
    voice: 'amy',
    rate: 1,
    mirrored: true,
    anywhere: false,
  });
});

test('settings that cannot be read are the usual ones', (t) => {
  const browser = emptyStorage(t);
  browser['kneeapp.player.settings'] = '7';
  assert.equal(new Settings(new SafeStorage(STORAGE.all)).all.rate, 1);
});

test('what was said of a step is kept through a reload, and forgotten by going back', (t) => {
  emptyStorage(t);
  const rating = { step: 1, at_ms: START_MS };
  const trace = new TendernessTrace(new SafeStorage(STORAGE.all), 's1');
  trace.record({ ...rating, kind: 'tenderness', elapsed_ms: 1000, value: 5 });
  trace.record({ ...rating, kind: 'pause', elapsed_ms: 1500 });
  trace.record({ ...rating, kind: 'tenderness', elapsed_ms: 2000, value: 4 });
  const again = new TendernessTrace(new SafeStorage(STORAGE.all), 's1');
  assert.deepEqual(again.marks(1).points, [
    [1000, 5],
    [2000, 4],
  ]);
  again.record({ ...rating, kind: 'eased', elapsed_ms: 3000 });
  assert.deepEqual(again.marks(1).eased, [3000]);
  assert.deepEqual(again.marks(0).points, [], 'another step');
  assert.deepEqual(new TendernessTrace(new SafeStorage(STORAGE.all), 's2').marks(1).points, [], 'another session');
  again.record({ ...rating, kind: 'back', elapsed_ms: 0 });
  assert.deepEqual(again.marks(1), { points: [], eased: [] });
});
