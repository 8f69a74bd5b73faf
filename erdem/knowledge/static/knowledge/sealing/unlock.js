// Unlocking a private key, in the worker: by passphrase, by key file, by shares.
import { Trouble } from "./client.js";
import { Shares } from "./fields.js";
import { fetched } from "./send.js";

async function byFile(client, input, passphrase) {
  if (!input.files[0]) throw new Trouble("choose_key");
  return client.ask("read", { text: await input.files[0].text(), passphrase });
}

export class Unlock {
  constructor(client, element) {
    Object.assign(this, { client, element });
    this.shares = new Shares(element.querySelector("[data-shares]"), client.words);
    element.addEventListener("change", () => this.show());
    this.show();
  }

  get way() {
    return this.element.querySelector("[name=way]:checked")?.value;
  }

  show() {
    for (const part of this.element.querySelectorAll("[data-way]")) part.hidden = part.dataset.way !== this.way;
  }

  value(selector) {
    return this.element.querySelector(selector)?.value ?? "";
  }

  async unlock() {
    if (this.way === "shares") await this.client.ask("combine", { shares: this.shares.read() });
    else if (this.way === "file") {
      await byFile(this.client, this.element.querySelector("[data-file]"), this.value("[data-file-passphrase]"));
    } else {
      const wrapped = await (await fetched(this.value("[data-key]"))).text();
      await this.client.ask("unwrap", { wrapped, passphrase: this.value("[data-passphrase]") });
    }
    this.clear();
  }

  clear() {
    for (const input of this.element.querySelectorAll("input[type=password], input[type=file]")) input.value = "";
    this.shares.clear();
  }
}

// The present passphrase of the own key, or its file, on the page of that key.
export async function unlockOwn(client, element) {
  const passphrase = element.querySelector("[data-passphrase]");
  const file = element.querySelector("[data-file]");
  let found;
  if (file) found = await byFile(client, file, passphrase.value);
  else {
    const wrapped = await (await fetched(client.root.dataset.secretUrl)).text();
    found = await client.ask("unwrap", { wrapped, passphrase: passphrase.value });
  }
  if (found.recipient !== client.root.dataset.recipient) throw new Trouble("other_key");
  passphrase.value = "";
}
