// "/" goes to the search field, "?" shows the list of keys. Never while someone is writing.
function isWriting(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  if (event.key === "/") {
    const field = document.querySelector("[data-search], input[type=search]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.key === "?") {
    const list = document.getElementById("shortcuts");
    if (list && !list.open) list.showModal();
  }
});
