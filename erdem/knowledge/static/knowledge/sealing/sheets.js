// The sheets of shares: drawn once, for paper. The Mongolian title awaits a native reader.
import { fill } from "./client.js";

const MONGOLIAN = "ᠨᠢᠭᠤᠴᠠ ᠮᠡᠳᠡᠯᠭᠡ ᠶᠢᠨ ᠲᠦᠯᠬᠢᠭᠦᠷ ᠦᠨ ᠬᠤᠪᠢ";

function element(name, text = "", kind = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function sheet(words, facts, share) {
  const page = element("article", "", "kn-sheet");
  const mongolian = element("span", MONGOLIAN, "er-mn");
  mongolian.lang = "mn-Mong";
  const body = element("div");
  const list = element("ol", "", "kn-share-words");
  share.words.forEach((word, place) => {
    const line = element("li");
    line.append(element("span", `${place + 1}.`), element("b", word), element("span", share.numbers[place]));
    list.append(line);
  });
  const line = (code) => element("p", fill(words[code], facts));
  body.append(
    element("h3", fill(words.sheet_title, facts)), line("sheet_keeper"), line("sheet_key"), line("sheet_day"), list,
    line("sheet_need"), line("sheet_care"), line("sheet_use"), line("sheet_print"),
  );
  page.append(mongolian, body);
  return page;
}

export function drawSheets(place, words, shares, keepers, { threshold, label, holder }) {
  const day = new Date().toLocaleDateString("sv");
  place.replaceChildren(
    ...shares.map((share, number) =>
      sheet(
        words,
        {
          ordinal: number + 1, count: shares.length, need: threshold, keeper: keepers[number], label, holder, day,
          fingerprint: share.fingerprint,
        },
        share,
      ),
    ),
  );
}

export function printSheets() {
  document.body.classList.add("kn-printing");
  window.addEventListener("afterprint", () => document.body.classList.remove("kn-printing"), { once: true });
  window.print();
}
