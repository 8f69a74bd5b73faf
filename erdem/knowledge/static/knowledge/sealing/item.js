// The page of one sealed content: open it on this device, seal it anew to others.
import { Panel } from "./client.js";
import { Recipients } from "./recipients.js";
import { fetched, send } from "./send.js";
import { Unlock } from "./unlock.js";

const TAGS = { image: "img", audio: "audio", video: "video" };
// A picture with scripts in it (SVG) is only offered for saving: shown nowhere, it runs nowhere.
const SHOWN = /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/|video\/)/;
const LONGEST_TEXT = 2 << 20;

class Opened {
  constructor(place) {
    this.place = place;
    this.url = "";
    place.querySelector("[data-close]").addEventListener("click", () => window.location.reload());
  }

  async show({ header, content }) {
    const type = String(header.type ?? "");
    const whole = content.slice(0, content.size, SHOWN.test(type) ? type : "application/octet-stream");
    this.url = URL.createObjectURL(whole);
    this.place.querySelector("[data-name]").textContent = header.name;
    const link = this.place.querySelector("[data-save]");
    link.href = this.url;
    link.download = String(header.name ?? "").replace(/^.*[\\/]/, "") || "opened";
    this.place.querySelector("[data-shown]").replaceChildren(...(await this.drawn(header, type, content)));
    this.place.hidden = false;
    this.place.focus();
  }

  async drawn(header, type, content) {
    if (type.startsWith("text/") && content.size < LONGEST_TEXT) {
      const text = document.createElement("pre");
      text.textContent = await content.text();
      return [text];
    }
    if (!SHOWN.test(type)) return [];
    const shown = document.createElement(TAGS[type.split("/")[0]]);
    shown.src = this.url;
    if (shown.tagName === "IMG") shown.alt = header.name;
    else shown.controls = true;
    return [shown];
  }
}

function opening(client, root, then) {
  const element = root.querySelector("[data-open]");
  const panel = new Panel(client, element);
  const unlock = new Unlock(client, element.querySelector("[data-unlock]"));
  const opened = new Opened(root.querySelector("[data-opened]"));
  panel.on(async () => {
    panel.says("unlocking");
    await unlock.unlock();
    panel.says("fetching");
    const ciphertext = await (await fetched(root.dataset.ciphertext)).blob();
    const given = { ciphertext, commitment: root.dataset.commitment };
    await opened.show(await client.ask("open", given, panel.goes("opening")));
    panel.says("opened");
    then();
  });
}

function resealing(client, root) {
  const element = root.querySelector("[data-reseal]");
  if (!element) return () => {};
  const panel = new Panel(client, element);
  const recipients = new Recipients(element);
  panel.on(async () => {
    const { keys, ids } = recipients.read();
    const { ciphertext } = await client.ask("reseal", { recipients: keys }, panel.goes("sealing"));
    const old = element.querySelector("[name=old]:checked").value;
    const fields = [["ciphertext", ciphertext], ["version", root.dataset.version], ...ids];
    if (old === "drop") fields.push(["drop_old", "on"]);
    const { url } = await send(window.location.pathname, fields, panel.goes("sending"));
    window.location.assign(url);
  });
  return () => {
    element.querySelector("[data-locked]").hidden = true;
    element.querySelector("[data-unlocked]").hidden = false;
  };
}

export function itemPage(client, root) {
  opening(client, root, resealing(client, root));
}
