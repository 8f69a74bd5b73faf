// Begins whichever page of sealing this is.
import { Client } from "./client.js";
import { itemPage } from "./item.js";
import { keyPage } from "./key.js";
import { keysPage } from "./keys.js";
import { sealPage } from "./seal.js";

const PAGES = { keys: keysPage, key: keyPage, seal: sealPage, item: itemPage };
const root = document.querySelector("[data-sealing]");
if (root) {
  PAGES[root.dataset.sealing](new Client(root), root);
  for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
}
