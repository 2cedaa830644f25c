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
  for (const sign of ["pointerdown", "keydown", "input", "scroll", "heard"]) addEventListener(sign, wait, { passive: true });
  wait();
}

// Reading aloud: with a voice that lives in this device, so that nobody elsewhere learns what is asked here. Answers given are never read.
const speech = window.speechSynthesis;
const hears = [...document.querySelectorAll(".hear")];
const language = document.documentElement.lang;
const voiceHere = () => speech.getVoices().find((one) => one.localService && one.lang.toLowerCase().split(/[-_]/)[0] === language);
const mark = (button, isReading) => {
  button.setAttribute("aria-pressed", isReading);
  button.setAttribute("aria-label", isReading ? button.dataset.stop : button.dataset.label);
};
const quiet = () => {
  speech.cancel();
  for (const button of hears) mark(button, false);
};
const read = (button) => {
  const lines = [...(button.closest("fieldset") || document).querySelectorAll("[data-say]")].map((one) => one.textContent.trim().replace(/\s+/g, " "));
  mark(button, true);
  lines.forEach((line, n) => {
    const said = new SpeechSynthesisUtterance(line);
    said.lang = language;
    said.voice = voiceHere();
    said.rate = 0.9;
    said.onend = () => {
      dispatchEvent(new Event("heard"));
      if (n === lines.length - 1) quiet();
    };
    speech.speak(said);
  });
};
if (speech && hears.length) {
  const offer = () => { for (const button of hears) button.hidden = !voiceHere(); };
  for (const button of hears) {
    button.addEventListener("click", () => {
      const isReading = button.getAttribute("aria-pressed") === "true";
      quiet();
      if (!isReading) read(button);
    });
  }
  speech.addEventListener("voiceschanged", offer);
  addEventListener("pagehide", () => speech.cancel());
  offer();
}
