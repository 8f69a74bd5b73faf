// The page of the own keys: make one.
import { Panel } from "./client.js";
import { NewPassphrase } from "./fields.js";
import { save } from "./save.js";
import { send } from "./send.js";

export function keysPage(client, root) {
  const element = root.querySelector("[data-make]");
  if (!element) return;
  const panel = new Panel(client, element);
  const passphrase = new NewPassphrase(element);
  panel.on(async () => {
    const chosen = passphrase.read();
    const keptHere = element.querySelector("[name=keeping]:checked").value === "server";
    panel.says("making");
    const { recipient } = await client.ask("make");
    const { wrapped } = await client.ask("wrap", { passphrase: chosen });
    if (!keptHere) save(new Blob([wrapped], { type: "text/plain" }), `erdem-key-${recipient.slice(4, 12)}.age`);
    const { url } = await send(window.location.pathname, [
      ["community", element.querySelector("#make-community").value],
      ["label", element.querySelector("#make-label").value],
      ["recipient", recipient],
      ["wrapped", keptHere ? wrapped : ""],
    ]);
    passphrase.clear();
    window.location.assign(url);
  });
}
