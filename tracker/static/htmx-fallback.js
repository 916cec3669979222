// htmx comes from the CDN; when it did not arrive or was not the file that we know, take our own copy.
// Deferred, so that it runs before `load`: a copy that arrives earlier than that never starts.
const local = document.currentScript.dataset.local;
window.addEventListener("load", () => {
  if (window.htmx) return;
  const script = document.createElement("script");
  script.src = local;
  document.head.append(script);
});
