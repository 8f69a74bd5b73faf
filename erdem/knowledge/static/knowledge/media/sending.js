// Send a file in pieces that survive a broken line. Nothing about it is written into the browser's own store.
const PIECE = 4 * 1024 * 1024;
const MEGA = 1048576;

for (const form of document.querySelectorAll("[data-sending]")) {
  if (window.tus && window.tus.isSupported) enhance(form);
}

function enhance(form) {
  const input = form.querySelector("input[type=file]");
  const box = form.querySelector("[data-progress]");
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-words]");
  const said = form.querySelector("[data-said]");
  const button = form.querySelector(".er-btn--main");
  let sending = null;
  let page = "";

  function say(text, kind) {
    said.replaceChildren();
    if (!text) return;
    const note = document.createElement("div");
    note.className = `er-note er-note--${kind}`;
    note.textContent = text;
    said.append(note);
    note.scrollIntoView({ block: "nearest" });
  }

  function rest() {
    sending = null;
    button.disabled = false;
  }

  function begun(file) {
    return [...document.querySelectorAll("[data-upload]")].find(
      (row) => row.dataset.name === file.name && Number(row.dataset.size) === file.size,
    );
  }

  function metadata(file) {
    const found = { filename: file.name };
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") found[name] = value;
    }
    return found;
  }

  function failed(error) {
    const response = error.originalResponse;
    const type = response ? response.getHeader("Content-Type") || "" : "";
    const text = type.startsWith("text/plain") ? response.getBody() : "";
    say(text || form.dataset.failed, "bad");
    box.hidden = true;
    rest();
  }

  function progress(done, all) {
    bar.value = all ? (100 * done) / all : 100;
    words.textContent = form.dataset.sent
      .replace("{done}", (done / MEGA).toFixed(1))
      .replace("{all}", (all / MEGA).toFixed(1));
  }

  function start(file) {
    const known = begun(file);
    page = known ? known.dataset.page : "";
    say(known ? form.dataset.goingOn : "", "plain");
    sending = new window.tus.Upload(file, {
      endpoint: form.dataset.begin,
      uploadUrl: known ? known.dataset.upload : null,
      chunkSize: PIECE,
      retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000],
      storeFingerprintForResuming: false,
      metadata: metadata(file),
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      onAfterResponse: (_request, response) => {
        page = response.getHeader("X-Upload-Page") || page;
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
        const again = status === 0 || status === 409 || status === 423 || status === 460 || status >= 502;
        if (again && status === 0) say(form.dataset.broken, "warn");
        return again;
      },
      onProgress: progress,
      onError: failed,
      onChunkComplete: () => say("", "plain"),
      onSuccess: () => {
        window.location.assign(page);
      },
    });
    box.hidden = false;
    button.disabled = true;
    progress(0, file.size);
    sending.start();
  }

  form.addEventListener("submit", (event) => {
    const file = input.files[0];
    if (!file || sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    start(file);
  }, { capture: true });

  box.querySelector("[data-stop-button]").addEventListener("click", () => {
    if (sending) sending.abort();
    box.hidden = true;
    rest();
    window.location.reload();
  });
}
