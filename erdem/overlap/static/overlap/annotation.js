// Labelling by keyboard: a key chooses, Enter saves. Without scripts the same form works with the mouse or the tab key.
const form = document.querySelector("[data-label-form]");

function isWriting(target) {
  return target.isContentEditable || target.tagName === "TEXTAREA" || target.type === "text";
}

document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const choice = form.querySelector(`input[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (choice) {
    event.preventDefault();
    choice.checked = true;
    choice.focus({ preventScroll: true });
  } else if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
    event.preventDefault();
    form.requestSubmit();
  }
});
