// The page's side of the worker: ask it, show how far it is, say in words what went wrong.
export class Trouble extends Error {
  constructor(code, facts = {}, sentence = "") {
    super(code);
    Object.assign(this, { code, facts, sentence });
  }
}

export const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");

export class Client {
  constructor(root) {
    this.root = root;
    this.words = JSON.parse(root.dataset.words);
    this.waiting = new Map();
    this.asked = 0;
    this.start();
    // Whoever comes back with the browser's button finds nothing of what was open.
    window.addEventListener("pagehide", () => this.worker.terminate());
    window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
  }

  start() {
    this.worker = new Worker(this.root.dataset.worker);
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
    this.worker.addEventListener("error", () => {
      for (const { fail } of this.waiting.values()) fail(new Trouble("unexpected"));
      this.waiting.clear();
    });
  }

  hear({ id, part, done, trouble }) {
    const asked = this.waiting.get(id);
    if (!asked) return;
    if (part !== undefined) {
      asked.told?.(part);
      return;
    }
    this.waiting.delete(id);
    if (trouble) asked.fail(new Trouble(trouble.code, trouble.facts));
    else asked.settle(done);
  }

  ask(task, given = {}, told = undefined) {
    this.asked += 1;
    const id = this.asked;
    return new Promise((settle, fail) => {
      this.waiting.set(id, { settle, fail, told });
      this.worker.postMessage({ id, task, given });
    });
  }

  // The sentence of a trouble in the reader's language.
  sentence(error) {
    if (error.sentence) return error.sentence;
    const facts = { ...error.facts };
    if (facts.near !== undefined) facts.near = facts.near ? fill(this.words.near, { words: facts.near }) : "";
    return fill(this.words[error.code] ?? this.words.unexpected, facts);
  }
}

// One part of the page with its button, its progress and its trouble.
export class Panel {
  constructor(client, element) {
    Object.assign(this, { client, element, busy: false });
    this.button = element.querySelector("[data-do]");
    this.line = element.querySelector("[data-says]");
    this.bar = element.querySelector("[data-progress]");
    this.note = element.querySelector("[data-trouble]");
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  says(code, facts = {}) {
    this.line.textContent = fill(this.client.words[code] ?? code, facts);
    this.line.hidden = false;
  }

  goes(code) {
    this.says(code, { percent: 0 });
    this.bar.hidden = false;
    return (part) => {
      this.bar.value = part * 100;
      this.says(code, { percent: Math.floor(part * 100) });
    };
  }

  quiet() {
    this.line.hidden = true;
    this.bar.hidden = true;
    this.note.hidden = true;
  }

  // Runs the act of the button once at a time; what goes wrong is said beside it.
  on(act) {
    this.button.addEventListener("click", async () => {
      if (this.busy) return;
      this.busy = true;
      this.button.setAttribute("aria-disabled", "true");
      this.quiet();
      try {
        await act();
      } catch (error) {
        this.quiet();
        this.note.textContent = this.client.sentence(error);
        this.note.hidden = false;
      }
      this.bar.hidden = true;
      this.busy = false;
      this.button.removeAttribute("aria-disabled");
    });
  }
}
