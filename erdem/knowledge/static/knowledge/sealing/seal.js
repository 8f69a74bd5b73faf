// The page of a record's sealed contents: seal another.
import { Panel, Trouble } from "./client.js";
import { Recipients } from "./recipients.js";
import { send } from "./send.js";

const CLASSES = ["text", "image", "audio", "video"];

function classOf(type) {
  const begin = type.split("/")[0];
  return CLASSES.includes(begin) ? begin : "other";
}

// "small:100000 medium:1000000 huge" → the first band that is large enough.
function bandOf(size, bands) {
  const found = bands.split(" ").find((band) => size < Number(band.split(":")[1] ?? Infinity));
  return found.split(":")[0];
}

function given(element, limit) {
  const file = element.querySelector("#seal-file").files[0];
  const text = element.querySelector("#seal-text").value;
  if (file && file.size > limit * 1024 * 1024) throw new Trouble("too_large", { limit });
  if (file) return { file, name: file.name, type: file.type || "application/octet-stream" };
  if (!text.trim()) throw new Trouble("no_file");
  return { file: new Blob([text]), name: "text.txt", type: "text/plain; charset=utf-8" };
}

export function sealPage(client, root) {
  const element = root.querySelector("[data-seal]");
  if (!element) return;
  const panel = new Panel(client, element);
  const recipients = new Recipients(element);
  panel.on(async () => {
    const { record, limit, bands } = root.dataset;
    const what = given(element, Number(limit));
    const { keys, ids } = recipients.read();
    const sealed = await client.ask("seal", { ...what, record, recipients: keys }, panel.goes("sealing"));
    const { url } = await send(
      window.location.pathname,
      [
        ["ciphertext", sealed.ciphertext], ["commitment", sealed.commitment], ["media_class", classOf(what.type)],
        ["size_band", bandOf(what.file.size, bands)], ...ids,
      ],
      panel.goes("sending"),
    );
    element.querySelector("#seal-file").value = "";
    element.querySelector("#seal-text").value = "";
    window.location.assign(url);
  });
}
