"use strict";
// The page that compares rows with their document: a row opened shows its words, a decision is posted at once.
(function () {
  const plan = document.getElementById("plan");
  const paper = document.getElementById("paper");
  const status = document.getElementById("status");
  const text = paper.textContent;
  let busy = false;

  function say(sentence, isProblem) {
    status.textContent = sentence;
    status.classList.toggle("problem", Boolean(isProblem));
  }

  async function post(body) {
    if (busy) return;
    busy = true;
    say(plan.dataset.working);
    try {
      const answer = await fetch(plan.dataset.path, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(Object.assign({ key: plan.dataset.key }, body)),
      });
      const read = await answer.json();
      if (!answer.ok) say(read.error, true);
      else take(read);
    } catch (error) {
      say(plan.dataset.failed, true);
    }
    busy = false;
  }

  function take(read) {
    if (read.reload) location.reload();
    else if (read.done) finish(read.done);
    else {
      document.getElementById("head").innerHTML = read.head;
      for (const n of Object.keys(read.rows)) replace(n, read.rows[n]);
      say(plan.dataset.saved);
    }
  }

  // Keep a row open, and the keyboard in it, when its new state arrives.
  function replace(n, html) {
    const old = document.getElementById("row-" + n);
    const isHere = old.contains(document.activeElement);
    const wasOpen = old.open;
    old.outerHTML = html;
    const fresh = document.getElementById("row-" + n);
    fresh.open = wasOpen;
    if (isHere) fresh.querySelector("summary").focus();
  }

  function finish(lines) {
    const list = document.createElement("ul");
    for (const line of lines) {
      const item = document.createElement("li");
      item.textContent = line;
      list.appendChild(item);
    }
    for (const part of document.querySelectorAll(".sides, .confirm, #head")) part.remove();
    say("");
    status.appendChild(list);
    status.setAttribute("tabindex", "-1");
    status.focus();
  }

  function mark(spans) {
    paper.textContent = "";
    let last = 0;
    let first = null;
    for (const span of spans) {
      paper.appendChild(document.createTextNode(text.slice(last, span[0])));
      const marked = document.createElement("mark");
      marked.textContent = text.slice(span[0], span[1]);
      paper.appendChild(marked);
      first = first || marked;
      last = span[1];
    }
    paper.appendChild(document.createTextNode(text.slice(last)));
    if (first) paper.scrollTop = first.offsetTop - paper.offsetTop - paper.clientHeight / 3;
  }

  function decision(element, words) {
    const form = element.closest("form");
    const row = element.closest(".row");
    const body = { do: element.dataset.do || form.dataset.do };
    if (row) body.row = Number(row.dataset.row);
    if (form && form.dataset.place) body.place = Number(form.dataset.place);
    if (element.dataset.code) body.code = element.dataset.code;
    if (words !== undefined) body.words = words;
    const remember = form && form.elements.remember;
    if (remember && remember.checked) body.remember = true;
    return body;
  }

  plan.addEventListener("submit", function (event) {
    event.preventDefault();
    const form = event.target;
    post(decision(form, form.elements.words.value));
  });
  plan.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-do]");
    if (button) post(decision(button));
  });
  // "toggle" does not bubble: it is caught on its way down.
  plan.addEventListener("toggle", function (event) {
    const row = event.target;
    if (row.classList.contains("row") && row.open) mark(JSON.parse(row.dataset.spans));
  }, true);
})();
