// Passphrases and shares as they are typed. The inputs have no names: no form could send them.
import { fill, Trouble } from "./client.js";

const SHORTEST = 12;
const IDEOGRAPH = /\p{Script=Han}/u;

// A Chinese character is harder to guess than a letter: eight of them are as long as twelve letters.
const lengthOf = (text) => [...text].reduce((sum, letter) => sum + (IDEOGRAPH.test(letter) ? 1.5 : 1), 0);
const GROUPS = 5;

// Twenty digits in groups: easy to say, to write and to type in every language; 66 bits.
function proposal() {
  const digits = [];
  while (digits.length < GROUPS * 4) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) if (byte < 250) digits.push(byte % 10);
  }
  return Array.from({ length: GROUPS }, (_, group) => digits.slice(group * 4, group * 4 + 4).join("")).join(" ");
}

export class NewPassphrase {
  constructor(element) {
    this.first = element.querySelector("[data-first]");
    this.second = element.querySelector("[data-second]");
    const show = element.querySelector("[data-show]");
    const shown = () => {
      for (const input of [this.first, this.second]) input.type = show.checked ? "text" : "password";
    };
    show.addEventListener("change", shown);
    element.querySelector("[data-suggest]").addEventListener("click", () => {
      show.checked = true;
      shown();
      this.first.value = proposal();
      this.second.value = "";
      this.second.focus();
    });
  }

  read() {
    if (lengthOf(this.first.value) < SHORTEST) throw new Trouble("short");
    if (this.first.value !== this.second.value) throw new Trouble("differ");
    return this.first.value;
  }

  clear() {
    this.first.value = "";
    this.second.value = "";
  }
}

export class Shares {
  constructor(element, words, count = 2) {
    Object.assign(this, { words, boxes: element.querySelector("[data-boxes]"), key: element.closest("[id]")?.id ?? "share" });
    for (let number = 0; number < count; number += 1) this.add();
    element.querySelector("[data-more-shares]").addEventListener("click", () => this.add().focus());
  }

  add() {
    const number = this.boxes.children.length + 1;
    const field = document.createElement("div");
    field.className = "er-field";
    const label = document.createElement("label");
    const box = document.createElement("textarea");
    box.id = `${this.key}-share-${number}`;
    box.className = "er-input";
    box.autocomplete = "off";
    box.spellcheck = false;
    box.setAttribute("autocapitalize", "none");
    label.htmlFor = box.id;
    label.textContent = fill(this.words.share, { number });
    field.append(label, box);
    this.boxes.append(field);
    return box;
  }

  read() {
    return [...this.boxes.querySelectorAll("textarea")].map((box) => box.value);
  }

  clear() {
    for (const box of this.boxes.querySelectorAll("textarea")) box.value = "";
  }
}
