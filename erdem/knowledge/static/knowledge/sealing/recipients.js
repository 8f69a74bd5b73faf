// The holders chosen to open a content.
import { Trouble } from "./client.js";

export class Recipients {
  constructor(element) {
    this.boxes = [...element.querySelectorAll("[data-recipient]")];
    this.warned = false;
  }

  // Asks once more when the person would shut out all own keys.
  read() {
    const chosen = this.boxes.filter((box) => box.checked);
    if (!chosen.length) throw new Trouble("no_recipient");
    if (!this.warned && !chosen.some((box) => box.hasAttribute("data-own"))) {
      this.warned = true;
      throw new Trouble("without_you");
    }
    return { keys: chosen.map((box) => box.dataset.recipient), ids: chosen.map((box) => ["recipients", box.dataset.id]) };
  }
}
