"use strict";
// The chat: one ordered stream in, posts out.
(function () {
  const $ = (id) => document.getElementById(id);
  const chat = $("chat"), log = $("log"), text = $("text"), picker = $("files");
  const texts = rvLines.texts, element = rvLines.element, bubble = rvLines.bubble;
  const pending = {}; // our id of a post -> its element, until the stream brings it back
  const shownIds = new Set();
  let unseen = "", shows = 0, last = "", epoch = 0, day = "", source = null, wait = 1000, quiet = 0, retry = 0, queue = Promise.resolve();

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  }

  // ---- showing lines

  function build(line) {
    const made = element("div", "line " + line.kind);
    made.dataset.id = line.id;
    made.dataset.key = line.key;
    made.appendChild(bubble(line.kind, line.body));
    if (line.body.choices && line.body.choices.length) {
      for (const group of log.querySelectorAll(".choices")) group.classList.add("old");
      made.appendChild(rvLines.choices(line, press));
    }
    if (line.time) {
      const time = element("time", "time", line.time);
      time.dateTime = line.at;
      made.appendChild(time);
    }
    return made;
  }

  function receive(line, id) {
    last = id;
    if (shownIds.has(line.id)) return;
    shownIds.add(line.id);
    if (line.kind === "heard" && !line.key.startsWith("outbox/")) { unseen = id; tellShown(); }
    const own = line.kind === "said" && settle(line.key.replace("in/", ""));
    if (line.kind === "said" && /^\/start(\s|$)/.test(line.body.text || "")) return;
    if (line.kind === "said" && line.body.action) markPressed(line.body.message, line.body.action);
    const follow = own || nearEnd(120) || log.getAttribute("aria-busy") === "true";
    addDay(line);
    const made = log.insertBefore(build(line), log.querySelector(".pending, .failed"));
    if (log.getAttribute("aria-busy") !== "true") made.classList.add("fresh");
    if (follow) toLine(made);
    else $("newest").hidden = false;
  }

  function tellShown() {
    // What was written unasked and is on a screen now need not be told of in another way.
    clearTimeout(shows);
    if (unseen && !document.hidden) shows = setTimeout(sendShown, 1500);
  }

  async function sendShown() {
    const id = unseen;
    const headers = { "X-Chat": chat.dataset.chat, "Content-Type": "application/json" };
    try {
      const answer = await fetch("/chat/seen", { method: "POST", headers: headers, body: JSON.stringify({ last: id }) });
      if (answer.ok && unseen === id) unseen = "";
    } catch (error) {
      // The next look at the page tells it.
    }
  }

  function addDay(line) {
    if (line.day === day) return;
    day = line.day;
    log.insertBefore(element("div", "day", day), log.querySelector(".pending, .failed"));
  }

  function beginAnew(id) {
    // A finished survey was erased: what is left of the chat comes again, the person's answers never do.
    last = id;
    if (shownIds.size) {
      epoch += 1;
      log.setAttribute("aria-busy", "true");
      if (log.contains(document.activeElement)) log.focus();
    }
    shownIds.clear();
    for (const line of Array.from(log.querySelectorAll(".line[data-id], .day"))) log.removeChild(line);
    for (const waiting of Object.keys(pending)) if (pending[waiting].classList.contains("accepted")) settle(waiting);
    day = "";
    $("newest").hidden = true;
  }

  function markPressed(key, action) {
    for (const line of log.querySelectorAll(".line.heard")) {
      if (line.dataset.key !== key) continue;
      for (const button of line.querySelectorAll(".choices button")) {
        button.classList.toggle("pressed", button.dataset.action === action);
        button.setAttribute("aria-pressed", String(button.dataset.action === action));
      }
    }
  }

  // ---- scrolling

  const nearEnd = (room) => log.scrollHeight - log.scrollTop - log.clientHeight < room;

  function toEnd() {
    log.scrollTop = log.scrollHeight;
    $("newest").hidden = true;
  }

  function toLine(line) {
    toEnd();
    // A message taller than the window is read from its top.
    const busy = log.getAttribute("aria-busy") === "true";
    if (!busy && line.offsetHeight > log.clientHeight) log.scrollTop = line.offsetTop - log.offsetTop;
  }

  // ---- posting

  function settle(id) {
    const waiting = pending[id];
    if (!waiting) return false;
    delete pending[id];
    for (const picture of waiting.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    if (waiting.parentNode) log.removeChild(waiting);
    return true;
  }

  function say(words) {
    const id = newId();
    post(id, "/chat/say", () => JSON.stringify({ id: id, text: words }), { text: words });
  }

  function press(key, choice) {
    const id = newId();
    const body = { id: id, action: choice.action, message: key, label: choice.label };
    markPressed(key, choice.action);
    post(id, "/chat/say", () => JSON.stringify(body), { text: choice.label });
  }

  function sendFiles(files, caption) {
    const id = newId();
    const form = () => {
      const made = new FormData();
      made.append("id", id);
      made.append("text", caption);
      for (const file of files) made.append("files", file, file.name);
      return made;
    };
    const shown = files.map((f) => ({ name: f.name, mime: f.type, url: URL.createObjectURL(f) }));
    post(id, "/chat/file", form, { text: caption, files: shown });
  }

  function post(id, path, body, line) {
    const waiting = element("div", "line said pending");
    waiting.dataset.epoch = epoch;
    const hidden = /^\/start(\s|$)/.test(line.text || "");
    waiting.setAttribute("aria-hidden", "true"); // read aloud once, when the stream brings it back
    waiting.appendChild(bubble("said", line));
    const note = element("span", "time", texts.sending);
    waiting.appendChild(note);
    pending[id] = waiting;
    if (!hidden) log.appendChild(waiting);
    toEnd();
    const attempt = () => { queue = queue.then(() => deliver(id, path, body, waiting, note, attempt)); };
    attempt();
  }

  async function deliver(id, path, body, waiting, note, attempt) {
    if (!pending[id]) return;
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), path === "/chat/file" ? 180000 : 20000);
    const content = body();
    const headers = { "X-Chat": chat.dataset.chat };
    if (typeof content === "string") headers["Content-Type"] = "application/json";
    let problem = texts.failed;
    try {
      const answer = await fetch(path, { method: "POST", headers: headers, body: content, signal: stop.signal });
      if (answer.status === 409) return location.reload();
      if (answer.ok) return accepted(id, waiting);
      problem = (await answer.json()).error || problem;
    } catch (error) {
      // Offline or too slow: the sentence says so and the button tries again under the same id.
    } finally {
      clearTimeout(clock);
    }
    fail(id, waiting, note, problem, attempt);
  }

  function accepted(id, waiting) {
    // Stored for certain. A line that a fresh stream does not bring was an erased answer.
    waiting.classList.add("accepted");
    if (Number(waiting.dataset.epoch) !== epoch) return settle(id);
    setTimeout(() => {
      if (!pending[id]) return;
      connect();
      setTimeout(() => settle(id), 4000);
    }, 4000);
  }

  function fail(id, waiting, note, problem, attempt) {
    if (!pending[id]) return;
    waiting.className = "line said failed";
    waiting.removeAttribute("aria-hidden");
    note.setAttribute("role", "alert");
    note.textContent = problem;
    const buttons = element("div", "retry");
    const again = element("button", "", texts.again);
    const drop = element("button", "", texts.drop);
    again.type = drop.type = "button";
    again.addEventListener("click", () => {
      waiting.className = "line said pending";
      note.textContent = texts.sending;
      waiting.removeChild(buttons);
      text.focus();
      attempt();
    });
    drop.addEventListener("click", () => { settle(id); text.focus(); });
    buttons.appendChild(drop);
    buttons.appendChild(again);
    waiting.appendChild(buttons);
    if (!waiting.parentNode) log.appendChild(waiting);
    toEnd();
  }

  // ---- the stream

  function connect() {
    clearTimeout(retry);
    if (source) source.close();
    source = new EventSource("/chat/stream?chat=" + chat.dataset.chat + "&after=" + encodeURIComponent(last));
    source.onopen = () => { wait = 1000; $("offline").hidden = true; settleDown(); };
    source.onmessage = (event) => { receive(JSON.parse(event.data), event.lastEventId); settleDown(); };
    source.addEventListener("anew", (event) => { beginAnew(event.lastEventId); settleDown(); });
    source.addEventListener("again", () => { source.close(); document.dispatchEvent(new Event("rv:again")); clearTimeout(retry); retry = setTimeout(connect, 300); });
    source.addEventListener("moved", () => { source.close(); location.reload(); });
    source.onerror = () => {
      // Reconnect by hand: a browser gives up for good after an HTTP error.
      source.close();
      $("offline").textContent = texts.offline;
      $("offline").hidden = false;
      clearTimeout(retry);
      retry = setTimeout(connect, wait);
      wait = Math.min(wait * 2, 15000);
    };
  }

  function settleDown() {
    // While the past is loading, a screen reader keeps silent.
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      log.setAttribute("aria-busy", "false");
      document.dispatchEvent(new Event("rv:quiet"));
    }, 400);
  }

  // ---- the person's hands

  function grow() {
    text.style.height = "50px";
    text.style.height = Math.min(text.scrollHeight + 4, 132) + "px";
  }

  function fit() {
    // iOS lays its keyboard over the page: follow what remains visible.
    const view = window.visualViewport;
    document.body.style.height = view && view.scale === 1 ? view.height + "px" : "";
  }

  $("say").addEventListener("submit", (event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (words) say(words);
    text.value = "";
    grow();
    text.focus();
  });
  text.addEventListener("keydown", (event) => {
    // Vietnamese keyboards compose letters: Enter inside a composition only ends it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    $("say").dispatchEvent(new Event("submit", { cancelable: true }));
  });
  text.addEventListener("input", grow);
  $("attach").addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    const files = Array.from(picker.files);
    const large = files.find((f) => f.size > Number(chat.dataset.maxFile));
    $("problem").hidden = !large;
    if (large) {
      $("problem").textContent = texts.too_large.replace("{name}", large.name).replace("{limit}", chat.dataset.limit);
    } else if (files.length) {
      sendFiles(files, text.value.trim());
      text.value = "";
      grow();
    }
    picker.value = "";
  });
  $("newest").addEventListener("click", toEnd);
  log.addEventListener("load", () => { if (nearEnd(400)) toEnd(); }, true);
  log.addEventListener("scroll", () => { if (nearEnd(40)) $("newest").hidden = true; });
  window.addEventListener("online", connect);
  window.addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { connect(); tellShown(); } });
  if (window.visualViewport) window.visualViewport.addEventListener("resize", fit);

  const address = new URL(location.href);
  if (address.searchParams.has("code")) {
    address.searchParams.delete("code");
    history.replaceState(null, "", address.pathname + address.search);
  }
  const asks = $("asks");
  if (asks) {
    $("use").addEventListener("click", () => { asks.hidden = true; say(asks.dataset.words); text.focus(); });
  }
  connect();
  if (chat.dataset.first) say(chat.dataset.first);
})();
