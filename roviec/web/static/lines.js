"use strict";
// What a line looks like. Text enters the page through textContent only.
window.rvLines = (function () {
  const texts = JSON.parse(document.getElementById("chat").dataset.texts);

  function element(name, className, words) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (words) made.textContent = words;
    return made;
  }

  function withLinks(parent, words) {
    for (const part of words.split(/(https?:\/\/[^\s<>"”]+[^\s<>"”.,;:!?)])/)) {
      if (/^https?:\/\//.test(part)) parent.appendChild(link(part, part));
      else if (part) parent.appendChild(document.createTextNode(part));
    }
  }

  function link(address, label, className) {
    const made = element("a", className, label);
    made.href = address;
    made.target = "_blank";
    made.rel = "noopener noreferrer";
    return made;
  }

  function fileLink(file) {
    const address = file.url || "/chat/file/" + file.sha256;
    if (!/^image\/(png|jpeg)$/.test(file.mime)) {
      return file.url ? element("span", "file", file.name) : link(address, texts.file.replace("{name}", file.name), "file");
    }
    const picture = element("img");
    picture.alt = texts.picture.replace("{name}", file.name);
    picture.src = address;
    const made = link(address, "");
    made.appendChild(picture);
    return made;
  }

  function bubble(kind, body) {
    const made = element("div", "bubble");
    made.appendChild(element("span", "speaker", kind === "said" ? texts.you + " " : texts.office + " "));
    if (body.title) made.appendChild(element("strong", "title", body.title));
    if (body.text) withLinks(made, body.text);
    for (const file of body.files || []) made.appendChild(fileLink(file));
    if (body.link && /^(https?:\/\/|\/(?!\/))/.test(body.link)) {
      made.appendChild(link(body.link, body.link_label || body.link, "open"));
    }
    return made;
  }

  function choices(line, press) {
    const group = element("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", line.body.title || texts.choices);
    const labels = line.body.choices.map((c) => c.number ? c.number + ". " + c.label : c.label);
    if (labels.length > 4 && labels.every((l) => l.length < 9)) group.classList.add("short");
    line.body.choices.forEach((choice, n) => {
      const button = element("button", "", labels[n]);
      button.type = "button";
      button.dataset.action = choice.action;
      button.addEventListener("click", () => press(line.key, choice));
      group.appendChild(button);
    });
    return group;
  }

  return { texts: texts, element: element, bubble: bubble, choices: choices };
})();
