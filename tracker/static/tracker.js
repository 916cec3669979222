// Starts the design system's components, tells about errors that htmx does not swap, shows upload progress.
// Every page works without this file.
const { initAll } = await import(document.body.dataset.nhsuk);
initAll();
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt === document.body) return;
  initAll({ scope: event.detail.elt });
  event.detail.elt.querySelector("[data-focus]")?.focus();
});

function say(words) {
  const said = document.createElement("div");
  said.className = "tracker-said tracker-said--problem";
  said.textContent = words;
  document.getElementById("notice").replaceChildren(said);
  said.scrollIntoView({ block: "center" });
}

const WHY = {
  401: "You have been signed out. Your text is still here: sign in again in another tab, then save.",
  403: "You may not do this here. Nothing was changed.",
  413: "The file is too large. Nothing was saved.",
  429: "Too many attempts. Wait a few minutes, then try again.",
  503: "The tracker is busy. Your text is still here: try again in a minute.",
};
document.body.addEventListener("htmx:beforeOnLoad", (event) => {
  // The redirect of an ended session would throw away what was typed.
  if (event.detail.xhr.status === 401) {
    event.preventDefault();
    say(WHY[401]);
  }
});
document.body.addEventListener("htmx:responseError", (event) =>
  say(WHY[event.detail.xhr.status] || "Something went wrong and nothing was saved. Your text is still here: try again."));
document.body.addEventListener("htmx:sendError", () =>
  say("There is no connection. Your text is still here: try again when you are back online."));

for (const form of document.querySelectorAll("form[data-upload]")) {
  const bar = form.querySelector("progress");
  const words = form.querySelector("[data-upload-words]");
  form.addEventListener("submit", (event) => {
    const file = form.querySelector("input[type=file]");
    const longest = Number(file.dataset.longest);
    if (file.files[0] && file.files[0].size > longest) {
      event.preventDefault();
      say(`The file is larger than ${Math.round(longest / 1048576)} MB, the most that is accepted. Nothing was sent.`);
    }
  });
  form.addEventListener("htmx:xhr:progress", (event) => {
    if (!event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.value = event.detail.loaded / event.detail.total;
    words.textContent = bar.value < 1 ? `${Math.floor(bar.value * 100)}% sent` : "Checking the file…";
  });
  form.addEventListener("htmx:afterRequest", () => { bar.hidden = true; words.textContent = ""; });
}
