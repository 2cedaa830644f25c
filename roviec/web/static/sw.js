"use strict";
// Shows that something is here, never what; a press opens the chat.
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) => {
  let words = {};
  try { words = event.data.json(); } catch (error) { /* A knock without words still says that something is here. */ }
  event.waitUntil(self.registration.showNotification(words.title || "Rõ Việc", {
    body: words.body || "", tag: "tin-moi", renotify: true, icon: "/static/icon.svg", lang: words.lang || "vi",
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const pages = await self.clients.matchAll({ type: "window" });
    const open = pages.find((page) => new URL(page.url).pathname === "/");
    return open ? open.focus() : self.clients.openWindow("/");
  })());
});

self.addEventListener("pushsubscriptionchange", (event) => {
  const before = event.oldSubscription;
  if (!before) return;
  event.waitUntil((async () => {
    const fresh = await self.registration.pushManager.subscribe(before.options);
    await fetch("/chat/push", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ subscription: fresh }),
    });
  })());
});
