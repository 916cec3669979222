// Several files at once: dropped or chosen, each sent in a request of its own, with a bar, and again when the line breaks.
// Without this file they go in one request. What the server says of a file is drawn by the server.
const form = document.querySelector("form[data-files]");
const box = form.querySelector("input[type=file]");
const drop = form.querySelector("[data-drop]");
const list = document.querySelector("[data-files-list]");
const words = document.querySelector("[data-files-words]");
const longest = Number(box.dataset.longest);
const WHY = {
  0: "The connection broke. Try again: it will not be kept twice.",
  401: "You have been signed out. Sign in again in another tab, then try again.",
  403: "You may not do this here any more. Nothing was saved.",
  413: "The file is too large. Nothing was saved.",
  429: "Too many attempts. Wait a few minutes, then try again.",
  503: "The tracker is busy. Try again in a minute.",
};
const COLOURS = { saved: "green", "to decide": "yellow", "not saved": "red" };
const waiting = [];
let sending = false;

drop.querySelector("[data-drop-words]").hidden = false;
form.querySelector("[data-together]").hidden = true;
for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // a file that misses the box must not replace the page
    drop.classList.toggle("tracker-drop--over", name === "dragenter" || name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) take(event.dataTransfer.files);
  });
}
function take(files) {
  const all = new DataTransfer();
  for (const file of [...box.files, ...files]) all.items.add(file);
  box.files = all.files;
  words.textContent = `${count(box.files.length)} chosen. Press “Upload” to send.`;
}

form.addEventListener("submit", (event) => {
  if (!box.files.length) return; // the server says what is missing
  event.preventDefault();
  for (const file of box.files) {
    const line = lineOf(file);
    if (file.size > longest) end(line, `The file is larger than ${Math.round(longest / 1048576)} MB, the most that is accepted. Nothing was sent.`);
    else waiting.push(line);
  }
  box.value = "";
  next();
});

function lineOf(file) {
  const line = { file, item: document.createElement("li"), bar: document.createElement("progress"), said: document.createElement("span") };
  const name = document.createElement("strong");
  name.textContent = file.name;
  line.bar.setAttribute("aria-label", `How much of ${file.name} is sent`);
  line.bar.value = 0;
  line.said.textContent = "Waits its turn";
  line.item.append(name, " ", line.bar, line.said);
  list.append(line.item);
  return line;
}

// One at a time: over a poor line, several at once would all be slow.
function next() {
  if (sending) return;
  const line = waiting.shift();
  if (!line) return tell();
  sending = true;
  send(line);
}

function send(line) {
  const request = new XMLHttpRequest();
  const fields = new FormData();
  fields.append("request_id", form.elements.request_id.value);
  fields.append("file", line.file);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    line.bar.value = event.loaded / event.total;
    line.said.textContent = event.loaded < event.total ? `${Math.floor((event.loaded / event.total) * 100)}% sent` : "Checking the file…";
  });
  request.addEventListener("loadend", () => {
    sending = false;
    finish(line, request);
    next();
  });
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.setRequestHeader("X-CSRFToken", form.elements.csrf_token.value);
  request.send(fields);
  words.textContent = `Sending ${line.file.name}`;
}

function finish(line, request) {
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const outcome = answer.getElementById("outcome");
  outcome?.removeAttribute("id"); // there will be several
  if (outcome) return end(line, outcome, outcome.dataset.state);
  const refused = request.status === 409 && answer.querySelector("#notice .tracker-said")?.textContent;
  end(line, refused || WHY[request.status] || "Something went wrong, and nothing was saved. Try again.");
  const again = document.createElement("button");
  Object.assign(again, { type: "button", className: "nhsuk-button nhsuk-button--secondary", textContent: "Try again" });
  again.setAttribute("aria-label", `Try again: ${line.file.name}`);
  again.addEventListener("click", () => {
    const fresh = lineOf(line.file);
    line.item.replaceWith(fresh.item);
    waiting.push(fresh);
    next();
  });
  line.item.append(again);
}

// `said` is text, or what the server drew.
function end(line, said, state = "not saved") {
  line.bar.remove();
  line.item.dataset.state = state;
  line.said.textContent = "";
  const tag = document.createElement("strong");
  tag.className = `nhsuk-tag nhsuk-tag--${COLOURS[state]} nhsuk-tag--no-border`;
  tag.textContent = state[0].toUpperCase() + state.slice(1);
  line.said.append(tag, document.createElement("br"), said);
}

function tell() {
  const all = list.children.length;
  const saved = list.querySelectorAll("li[data-state=saved]").length;
  words.textContent = saved === all ? `${count(all)} saved. A lead will check ${all === 1 ? "it" : "them"}.` : `${saved} of ${count(all)} saved. Read below what became of the others.`;
  document.querySelector("[data-files-done]").hidden = !list.querySelector("a");
}

function count(number) {
  return number === 1 ? "1 file" : `${number} files`;
}
