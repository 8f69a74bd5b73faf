// The page of one key: shares for elders, another passphrase, bringing it back, taking it along.
import { fill, Panel, Trouble } from "./client.js";
import { NewPassphrase, Shares } from "./fields.js";
import { save } from "./save.js";
import { fetched, send } from "./send.js";
import { drawSheets, printSheets } from "./sheets.js";
import { unlockOwn } from "./unlock.js";

async function lockAnew(client, passphrase) {
  const { wrapped } = await client.ask("wrap", { passphrase });
  const { version } = await send(client.root.dataset.secretUrl, [
    ["wrapped", wrapped], ["version", client.root.dataset.secretVersion],
  ]);
  client.root.dataset.secretVersion = version;
  await client.ask("forget");
}

class Keepers {
  constructor(element) {
    this.place = element.querySelector("[data-keepers]");
    this.count = element.querySelector("#split-count");
    this.threshold = element.querySelector("#split-threshold");
    this.count.addEventListener("change", () => this.draw());
    this.draw();
  }

  draw() {
    const wanted = Math.min(16, Math.max(2, Number(this.count.value) || 2));
    while (this.place.children.length > wanted) this.place.lastElementChild.remove();
    while (this.place.children.length < wanted) this.add(this.place.children.length + 1);
  }

  add(number) {
    const field = document.createElement("div");
    field.className = "er-field";
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.id = `keeper-${number}`;
    input.className = "er-input";
    input.maxLength = 100;
    input.autocomplete = "off";
    label.htmlFor = input.id;
    label.textContent = fill(this.place.dataset.keeperWords, { number });
    field.append(label, input);
    this.place.append(field);
  }

  read() {
    const names = [...this.place.querySelectorAll("input")].map((input) => input.value.trim());
    const threshold = Number(this.threshold.value);
    if (!(threshold >= 2 && threshold <= names.length)) throw new Trouble("numbers");
    if (names.some((name) => !name)) throw new Trouble("keepers");
    return { names, threshold };
  }
}

function splitting(client, element) {
  const panel = new Panel(client, element);
  const keepers = new Keepers(element);
  const print = element.querySelector("[data-print]");
  print.querySelector("button").addEventListener("click", printSheets);
  panel.on(async () => {
    const { names, threshold } = keepers.read();
    panel.says("unlocking");
    await unlockOwn(client, element);
    panel.says("splitting");
    const { shares } = await client.ask("split", { threshold, count: names.length });
    await send(client.root.dataset.splitUrl, [
      ["threshold", threshold],
      ...names.map((name) => ["keeper", name]),
      ...shares.map((share) => ["fingerprint", share.fingerprint]),
    ]);
    await client.ask("forget");
    const { label, holder } = client.root.dataset;
    drawSheets(document.querySelector("[data-sheets]"), client.words, shares, names, { threshold, label, holder });
    panel.says("split_done");
    panel.button.classList.remove("er-btn--main");
    print.hidden = false;
    print.scrollIntoView({ block: "center" });
  });
}

function changing(client, element) {
  const panel = new Panel(client, element);
  const passphrase = new NewPassphrase(element);
  panel.on(async () => {
    const chosen = passphrase.read();
    panel.says("unlocking");
    await unlockOwn(client, element);
    await lockAnew(client, chosen);
    passphrase.clear();
    panel.says("passphrase_changed");
  });
}

function recovering(client, element) {
  const panel = new Panel(client, element);
  const passphrase = new NewPassphrase(element);
  const shares = new Shares(element.querySelector("[data-shares]"), client.words);
  panel.on(async () => {
    const { recipient } = await client.ask("combine", { shares: shares.read() });
    if (recipient !== client.root.dataset.recipient) throw new Trouble("other_key");
    const chosen = passphrase.read();
    panel.says("making");
    await lockAnew(client, chosen);
    shares.clear();
    passphrase.clear();
    panel.says("passphrase_changed");
  });
}

function takingAlong(client, element) {
  const panel = new Panel(client, element);
  panel.on(async () => {
    const wrapped = await (await fetched(client.root.dataset.secretUrl)).blob();
    save(wrapped, `erdem-key-${client.root.dataset.recipient.slice(4, 12)}.age`);
  });
}

export function keyPage(client, root) {
  const parts = { "[data-split]": splitting, "[data-change]": changing, "[data-recover]": recovering };
  for (const [selector, begin] of Object.entries({ ...parts, "[data-file-out]": takingAlong })) {
    const element = root.querySelector(selector);
    if (element) begin(client, element);
  }
}
