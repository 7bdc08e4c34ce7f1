// What a person chose for the player on this device: sound, voice, speed and hand.

export class Settings {
  mutedAtFirst = false; // as kept with the person
  mutedHere = null; // as chosen on this page
  #shelf;

  constructor(shelf) {
    this.#shelf = shelf;
  }

  get all() {
    return { muted: this.mutedAtFirst, voice: '', rate: 1, mirrored: false, ...this.#shelf.read('settings') };
  }

  choose(chosen) {
    this.mutedHere = chosen.muted ?? this.mutedHere;
    this.#shelf.write('settings', { ...this.all, ...chosen });
  }
}
