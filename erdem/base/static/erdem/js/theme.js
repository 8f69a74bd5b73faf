// Change between light and dark at once; the form behind it keeps the choice in a cookie for the next page.
for (const form of document.querySelectorAll("[data-theme-switch]")) {
  form.addEventListener("submit", (event) => {
    const choice = event.submitter;
    if (!choice || choice.name !== "theme") return;
    event.preventDefault();
    const body = new FormData(form);
    body.set("theme", choice.value);
    document.documentElement.dataset.bsTheme = choice.value;
    for (const button of form.querySelectorAll("button")) {
      button.toggleAttribute("aria-pressed", false);
      if (button === choice) button.setAttribute("aria-pressed", "true");
    }
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => form.submit());
  });
}
