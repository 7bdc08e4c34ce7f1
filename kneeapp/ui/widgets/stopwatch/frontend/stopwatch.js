// A stopwatch that takes its time from the clock, never from counted ticks.

const GET_READY_S = 3;

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

function build(root, seconds) {
  root.innerHTML = `<output aria-live="off"></output><button type="button"></button>`;
  const output = root.querySelector("output");
  const button = root.querySelector("button");
  let audio = null;
  let began = null;
  let timer = 0;
  let rang = null;

  const show = (value, unit) => { output.innerHTML = `${value}<small>${unit}</small>`; };

  function sound(hertz) {
    if (rang === hertz) return;
    rang = hertz;
    try { beep(audio, hertz); } catch { /* a browser without sound still shows the time */ }
  }

  function tick() {
    const passed = (Date.now() - began) / 1000 - GET_READY_S;
    if (passed < 0) return show(Math.ceil(-passed), "get ready");
    sound(660);
    show(Math.min(passed, seconds).toFixed(1), "s");
    if (passed >= seconds) stop();
  }

  function stop() {
    clearInterval(timer);
    const passed = (Date.now() - began) / 1000 - GET_READY_S;
    if (passed < 0) show("0.0", "s");
    sound(990);
    began = null;
    button.textContent = "Start again";
  }

  function start() {
    try { audio = audio || new AudioContext(); audio.resume(); } catch { audio = null; }
    began = Date.now();
    rang = null;
    button.textContent = "Stop the watch";
    timer = setInterval(tick, 100);
    tick();
  }

  button.addEventListener("click", () => (began === null ? start() : stop()));
  button.textContent = "Start the watch";
  show("0.0", `of ${seconds} s`);
  return () => clearInterval(timer);
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".watch");
  if (root.stopWatch && root.dataset.seconds === String(data.seconds)) return root.stopWatch;
  root.dataset.seconds = data.seconds;
  root.stopWatch = build(root, data.seconds);
  return root.stopWatch;
}
