// The player's skeleton: every part once, found again by its class.

const icon = (path) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;

export const ICONS = {
  leave: icon('M6 9l6 6 6-6'),
  sound: icon('M4 9v6h4l5 4V5L8 9zM16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12'),
  muted: icon('M4 9v6h4l5 4V5L8 9zM17 9.5l5 5M22 9.5l-5 5'),
  options: icon('M5 7h9M18 7h1M5 17h1M10 17h9M16 5v4M8 15v4'),
  back: icon('M18 6l-8.5 6 8.5 6zM6.5 6v12'),
  skip: icon('M6 6l8.5 6L6 18zM17.5 6v12'),
  stop: icon('M7 7h10v10H7z'),
};

/** The numbers 0-10 to tap. */
export const ELEVEN = `<div class="eleven">${Array.from(
  { length: 11 },
  (_, value) => `<button data-act="number" data-value="${value}">${value}</button>`,
).join('')}</div>`;

export const TEMPLATE = `
<dialog class="stage" aria-label="Player">
 <div class="board">
  <div class="parts">
  <header class="top">
   <button class="icon leave" data-act="leave" aria-label="Leave full screen">${ICONS.leave}</button>
   <div class="whole">
    <div class="facts"><span class="count"></span><span class="remaining"></span></div>
    <div class="progress" role="progressbar" aria-label="Whole session" aria-valuemin="0" aria-valuemax="100"><i></i></div>
   </div>
   <button class="icon mute" data-act="mute"></button>
   <button class="icon options" data-act="options" aria-label="Voice and settings">${ICONS.options}</button>
  </header>
  <section class="what">
   <h2 class="title"></h2>
   <p class="cue"></p>
  </section>
  <figure class="figure"></figure>
  <div class="doing">
  <section class="time">
   <p class="phase"></p>
   <div class="digits" role="timer" aria-live="off"><span class="face"></span><span class="of"></span></div>
   <div class="rounds"><div class="bouts"></div><span class="set-left"></span></div>
   <div class="pacer" aria-hidden="true"><i></i></div>
  </section>
  <section class="tender"></section>
  <section class="asked" role="group">
   <h3 class="question"></h3>
   ${ELEVEN}
   <p class="ends"></p>
  </section>
  </div>
  <p class="next"></p>
  <p class="kept"></p>
  </div>
  <nav class="hands" aria-label="Player">
   <button class="act stop" data-act="stop">${ICONS.stop}<span>Stop</span></button>
   <button class="act back" data-act="back">${ICONS.back}<span>Back</span></button>
   <button class="act primary" data-act="toggle"></button>
   <button class="act skip" data-act="skip">${ICONS.skip}<span>Skip</span></button>
  </nav>
  <ol class="plan" aria-label="Steps"></ol>
 </div>
 <div class="sheets"></div>
 <div class="lamp" aria-hidden="true"></div>
 <p class="said" role="status" aria-live="polite"></p>
</dialog>`;
