// The whole listen button plays and pauses; without scripts the browser's own player shows.
for (const box of document.querySelectorAll("[data-listen]")) {
  const audio = box.querySelector("audio");
  if (!audio || !audio.getAttribute("src")) continue;
  box.setAttribute("data-ready", "");
  box.setAttribute("role", "button");
  box.setAttribute("tabindex", "0");
  const toggle = () => {
    if (audio.paused) audio.play();
    else audio.pause();
    box.setAttribute("aria-pressed", String(!audio.paused));
  };
  box.addEventListener("click", toggle);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    toggle();
  });
}
