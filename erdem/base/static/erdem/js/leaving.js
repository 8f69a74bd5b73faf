// Ask before leaving a form with unsaved words. Forms opt in with data-keep. Buttons say that they are busy.
// A form that is on its way is not sent a second time by an impatient hand.
const changed = new Set();
const sent = new WeakSet();
const IMPATIENT = 2000; // milliseconds; a form that answers with a file is sent again later

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.hasAttribute("data-keep")) changed.add(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  if (form.method === "post" && !event.defaultPrevented) {
    sent.add(form);
    setTimeout(() => sent.delete(form), IMPATIENT);
  }
  changed.delete(form);
  const button = event.submitter;
  if (!button || !button.dataset.busy) return;
  const words = button.textContent;
  button.style.inlineSize = `${button.offsetWidth}px`;
  setTimeout(() => {
    button.textContent = button.dataset.busy;
    button.setAttribute("aria-disabled", "true");
  }, 300);
  window.addEventListener("pageshow", () => {
    button.textContent = words;
    button.removeAttribute("aria-disabled");
  });
});

window.addEventListener("beforeunload", (event) => {
  if (changed.size > 0) event.preventDefault();
});
