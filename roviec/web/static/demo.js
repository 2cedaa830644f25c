"use strict";
// The demonstration's strip: become somebody, move the clock, count what the others have not read.
(function () {
  const strip = document.getElementById("strip");
  const told = document.getElementById("told");
  const texts = JSON.parse(document.getElementById("chat").dataset.texts);
  const steps = Array.from(strip.querySelectorAll("[data-step]"));

  async function post(path, body) {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(path, { method: "POST", headers: headers, body: JSON.stringify(body) });
    const read = await answer.json();
    if (!answer.ok) throw new Error(read.error);
    return read;
  }

  async function become(persona) {
    try {
      await post("/demo/become", { persona: persona });
      location.reload();
    } catch (error) {
      told.textContent = error.message || texts.busy;
    }
  }

  async function move(step) {
    for (const button of steps) button.disabled = true;
    told.textContent = texts.moving;
    try {
      const moved = await post("/demo/move", { step: step });
      show(moved);
      told.textContent = moved.told;
    } catch (error) {
      told.textContent = error.message || texts.busy;
    }
    for (const button of steps) button.disabled = false;
  }

  function show(state) {
    document.getElementById("clock").textContent = state.now;
    for (const button of strip.querySelectorAll("button[data-persona]")) {
      const count = button.dataset.persona === strip.dataset.persona ? 0 : state.unread[button.dataset.persona];
      const badge = button.querySelector(".unread");
      badge.hidden = !count;
      badge.textContent = count > 99 ? "99+" : String(count);
      badge.setAttribute("aria-label", texts.unread.replace("{count}", count));
    }
    for (const option of strip.querySelectorAll("option")) {
      const count = option.value === strip.dataset.persona ? 0 : state.unread[option.value];
      option.textContent = option.dataset.name + (count ? " (" + count + ")" : "");
    }
  }

  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch("/demo/state");
      if (answer.ok) show(await answer.json());
    } catch (error) {
      // The chat's own banner tells that the connection is gone.
    }
  }

  for (const button of steps) button.addEventListener("click", () => move(button.dataset.step));
  for (const button of strip.querySelectorAll("button[data-persona]")) {
    button.addEventListener("click", () => become(button.dataset.persona));
  }
  const select = document.getElementById("become");
  select.addEventListener("change", () => become(select.value));
  setInterval(look, 3000);
  look();
})();
