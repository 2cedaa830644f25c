"use strict";
// The pages work without this: it only spares a kiosk's next visitor the wait, and no page comes back out of the browser's memory.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

const home = document.body.dataset.idle;
const anew = document.querySelector("form[data-restart]");
if (anew) {
  // Nobody answered whether they are still there.
  setTimeout(() => anew.querySelector("button[value=restart]").click(), Number(anew.dataset.restart) * 1000);
} else if (home && location.pathname !== home) {
  const IDLE = Number(document.body.dataset.seconds || 60) * 1000;
  let waiting;
  const wait = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => location.replace(home), IDLE);
  };
  for (const sign of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(sign, wait, { passive: true });
  wait();
}
