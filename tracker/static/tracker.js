// Starts the design system's components, tells about errors that htmx does not swap, shows upload progress.
// Every page works without this file.
// Without the design system the pages work all the same, and what follows must still run.
const { initAll } = await import(document.body.dataset.nhsuk).catch(() => ({ initAll: () => {} }));
initAll();
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt === document.body) return;
  initAll({ scope: event.detail.elt });
  event.detail.elt.querySelector("[data-focus]")?.focus();
});

// Says a problem: beside the line that it is about where a page has such places, otherwise at the top.
function say(words, about) {
  const said = document.createElement("div");
  said.className = "tracker-said tracker-said--problem";
  said.textContent = words;
  if (words === WHY[401]) said.append(" ", wayIn());
  (about?.closest("[data-says]")?.querySelector("[data-notice]") ?? document.getElementById("notice")).replaceChildren(said);
  said.scrollIntoView({ block: "center" });
}

// Opens beside the page, so that what was typed stays.
function wayIn() {
  const link = document.createElement("a");
  Object.assign(link, { href: "/sign-in", target: "_blank", rel: "noopener", textContent: "Sign in in a new tab" });
  return link;
}

const OFFLINE = "There is no connection. Your text is still here: try again when you are back online.";
const WHY = {
  401: "You have been signed out. Your text is still here: sign in again in another tab, then save.",
  403: "You may not do this here. Nothing was changed.",
  413: "The file is too large. Nothing was saved.",
  429: "Too many attempts. Wait a few minutes, then try again.",
  503: "The tracker is busy. Your text is still here: try again in a minute.",
};
document.body.addEventListener("htmx:beforeRequest", () => document.querySelectorAll("[role=status] > .tracker-said--problem").forEach((said) => said.remove()));
document.body.addEventListener("htmx:responseError", (event) =>
  say(WHY[event.detail.xhr.status] || "Something went wrong and nothing was saved. Your text is still here: try again.", event.detail.elt));
document.body.addEventListener("htmx:sendError", (event) =>
  say(OFFLINE, event.detail.elt));

let signedOut = false;
document.body.addEventListener("htmx:beforeOnLoad", (event) => {
  // The redirect of an ended session would throw away what was typed.
  if (event.detail.xhr.status === 401) {
    event.preventDefault();
    signedOut = true;
    say(WHY[401], event.detail.elt);
  }
});
document.body.addEventListener("htmx:confirm", async (event) => {
  if (!signedOut) return;
  event.preventDefault();
  const why = await takeNewToken().catch(() => OFFLINE);
  signedOut = Boolean(why);
  if (why) say(why, event.detail.elt);
  else event.detail.issueRequest(true);
});

// Forms without htmx: ask first whether the session still lives, once it may have ended.
const opened = Date.now();
const MAY_HAVE_ENDED = 25 * 60 * 1000; // it does after 30 minutes without a click
document.body.addEventListener("submit", async (event) => {
  const form = event.target;
  const isPlain = form.getAttribute("method") === "post" && !form.hasAttribute("hx-post") && form.closest("main");
  if (!isPlain || Date.now() - opened < MAY_HAVE_ENDED) return;
  event.preventDefault();
  const why = await takeNewToken().catch(() => OFFLINE);
  if (why) say(why);
  else HTMLFormElement.prototype.submit.call(form);
});

// A new session knows nothing of this page's token. Gives the words that say why there is none to take.
async function takeNewToken() {
  const answer = await fetch(location.href);
  if (answer.redirected) return WHY[401];
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const who = (of) => of.querySelector(".nhsuk-header__account-link")?.textContent;
  if (who(page) !== who(document)) return "Somebody else is signed in now. Your text is still here: sign in as yourself in another tab, then save.";
  document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
  const token = page.querySelector("[name=csrf_token]").value;
  for (const box of document.querySelectorAll("[name=csrf_token]")) box.value = token;
  return "";
}

// Enter on a radio presses the first button of the form, which belongs to another line of an update round.
document.body.addEventListener("keydown", (event) => {
  const save = event.key === "Enter" && event.target.type === "radio" && event.target.closest("[data-says]")?.querySelector("button");
  if (!save) return;
  event.preventDefault();
  save.click();
});

// Uploads. The listeners sit on the body, because a refused form is replaced by a new one.
const upload = (event) => event.target.closest?.("form[data-upload]");
document.body.addEventListener("submit", (event) => {
  const file = upload(event)?.querySelector("input[type=file]");
  const longest = Number(file?.dataset.longest);
  if (file?.files[0]?.size > longest) {
    event.preventDefault();
    event.stopPropagation();
    say(`The file is larger than ${Math.round(longest / 1048576)} MB, the most that is accepted. Nothing was sent.`);
  }
}, { capture: true });  // before htmx, which sends whatever others prevented
document.body.addEventListener("htmx:xhr:progress", (event) => {
  if (!upload(event) || !event.detail.lengthComputable) return;
  const bar = upload(event).querySelector("progress");
  bar.hidden = false;
  bar.value = event.detail.loaded / event.detail.total;
  upload(event).querySelector("[data-upload-words]").textContent =
    bar.value < 1 ? `${Math.floor(bar.value * 100)}% sent` : "Checking the file…";
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (!upload(event)) return;
  upload(event).querySelector("progress").hidden = true;
  upload(event).querySelector("[data-upload-words]").textContent = "";
});
