"use strict";
// «Bật thông báo»: offered where something may be on its way, asked of the browser only on a press.
(function () {
  const button = document.getElementById("knock"), chat = document.getElementById("chat");
  const problem = document.getElementById("problem"), texts = rvLines.texts;
  const headers = { "X-Chat": chat.dataset.chat, "Content-Type": "application/json" };
  const able = window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  let key = "", on = false, timer = 0, asked = 0;
  if (!able) return;

  function lookIn(moment) {
    clearTimeout(timer);
    timer = setTimeout(look, moment);
  }

  async function look() {
    asked = Date.now();
    timer = 0;
    try {
      const answer = await fetch("/chat/push", { headers: headers });
      if (!answer.ok) return;
      const found = await answer.json();
      key = found.key;
      on = found.on && Notification.permission === "granted" && Boolean(await mine());
      show();
    } catch (error) {
      // Offline: the next quiet moment asks again.
    }
  }

  function show() {
    button.hidden = !key;
    button.textContent = on ? texts.knock_off : texts.knock_on;
    button.setAttribute("aria-pressed", String(on));
  }

  async function mine() {
    const worker = await navigator.serviceWorker.getRegistration("/");
    return worker ? worker.pushManager.getSubscription() : null;
  }

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }

  async function subscribed() {
    await navigator.serviceWorker.register("/sw.js", { scope: "/" });
    const worker = await navigator.serviceWorker.ready;
    const before = await worker.pushManager.getSubscription();
    // One that was made for another key would be refused.
    if (before) await before.unsubscribe();
    return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  }

  async function tell(subscription) {
    const body = JSON.stringify({ subscription: subscription });
    const answer = await fetch("/chat/push", { method: "POST", headers: headers, body: body });
    if (!answer.ok) throw new Error((await answer.json()).error || texts.knock_failed);
  }

  async function turnOn() {
    if (await Notification.requestPermission() !== "granted") throw new Error(texts.knock_blocked);
    await tell(await subscribed());
  }

  async function turnOff() {
    await tell(null);
    const subscription = await mine();
    if (subscription) await subscription.unsubscribe();
  }

  button.addEventListener("click", async () => {
    button.disabled = true;
    problem.hidden = true;
    try {
      await (on ? turnOff() : turnOn());
      on = !on;
    } catch (error) {
      problem.textContent = error.name === "Error" ? error.message : texts.knock_failed;
      problem.hidden = false;
    }
    button.disabled = false;
    show();
  });

  // Linked, or just written to the office: the button comes when the chat falls quiet.
  document.addEventListener("rv:again", () => lookIn(1500));
  document.addEventListener("rv:quiet", () => {
    if (!key && !timer && !document.hidden) lookIn(Math.max(1500, asked + 15000 - Date.now()));
  });
  look();
})();
