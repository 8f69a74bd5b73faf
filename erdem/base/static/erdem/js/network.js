// When a part of the page could not be sent or fetched, say in place what happened, what is safe and what to do.
const words = document.body.dataset;

function say(element, text) {
  const place = element.closest("form, section, .er-sec") || document.getElementById("messages");
  if (!place || !text) return;
  hush(place);
  const note = document.createElement("div");
  note.className = "er-note er-note--bad";
  note.setAttribute("role", "alert");
  note.dataset.network = "";
  note.textContent = text;
  place.prepend(note);
}

function hush(place) {
  for (const old of place.querySelectorAll("[data-network]")) old.remove();
}

document.body.addEventListener("htmx:sendError", (event) => say(event.detail.elt, words.offline));
document.body.addEventListener("htmx:timeout", (event) => say(event.detail.elt, words.offline));
document.body.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  say(event.detail.elt, status === 401 || status === 403 ? words.refused : words.failed);
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  const place = event.detail.elt.closest("form, section, .er-sec");
  if (place) hush(place);
});
