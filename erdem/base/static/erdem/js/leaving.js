// Ask before leaving a form with unsaved words. Forms opt in with data-keep. Buttons say that they are busy.
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.hasAttribute("data-keep")) changed.add(form);
});

document.addEventListener("submit", (event) => {
  changed.delete(event.target);
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
