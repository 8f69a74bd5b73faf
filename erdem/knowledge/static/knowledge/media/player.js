// The player: waveform above it, words that lead to their moment and are marked while they are heard.
const script = document.querySelector("[data-player-script]");

for (const place of document.querySelectorAll("[data-player]")) {
  const player = place.querySelector("audio, video");
  if (!player) continue;
  words(player);
  moments(player);
  if (place.hasAttribute("data-drawable")) {
    draw(place, player).catch(() => {
      place.querySelector("[data-wave]").hidden = true;
    });
  }
}

async function draw(place, player) {
  const wave = place.querySelector("[data-wave]");
  const { default: WaveSurfer } = await import(script.dataset.waveform);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const options = {
    container: wave,
    media: player,
    height: 96,
    waveColor: colour("--er-birch"),
    progressColor: colour("--er-sky"),
    cursorColor: colour("--er-ink"),
    cursorWidth: 2,
    cspNonce: script.nonce,
  };
  if (place.dataset.peaks) {
    const response = await fetch(place.dataset.peaks, { cache: "no-store" });
    if (!response.ok) return;
    const found = await response.json();
    options.peaks = [found.peaks.map((height) => height / 100)];
    options.duration = found.duration;
  }
  wave.hidden = false;
  WaveSurfer.create(options);
}

function words(player) {
  const lines = [...document.querySelectorAll("[data-start]")];
  for (const button of document.querySelectorAll("[data-from]")) {
    button.addEventListener("click", () => {
      player.currentTime = Number(button.dataset.from);
      player.play().catch(() => {});
    });
  }
  player.addEventListener("timeupdate", () => {
    for (const line of lines) {
      const now = player.currentTime >= Number(line.dataset.start) && player.currentTime < Number(line.dataset.end);
      line.classList.toggle("is-now", now);
      if (now) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    }
  });
}

function moments(player) {
  for (const button of document.querySelectorAll("[data-take]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = button.form.elements[button.dataset.take];
      const seconds = player.currentTime;
      const minutes = Math.floor(seconds / 60);
      field.value = `${minutes}:${(seconds - 60 * minutes).toFixed(1).padStart(4, "0")}`;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
