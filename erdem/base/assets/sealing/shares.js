// Recovery shares: SLIP-39 words. The twin on the command line is erdem/lib/sealing/shares.py.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import Slip39 from "slip39";
import helper from "slip39/src/slip39_helper.js";
import { Trouble } from "./trouble.js";

const WORDS = helper.WORD_LIST;
const PLACES = new Map(WORDS.map((word, place) => [word, place]));
export const LENGTH = 33; // words of a share of 32 bytes
const SECRET = 32;

// A word may be written as its number on the sheet, 1 to 1024: for those who do not read Latin letters.
function wordOf(written) {
  if (/^\d{1,4}$/.test(written)) return WORDS[Number(written) - 1];
  if (PLACES.has(written)) return written;
  const begun = written.length >= 4 ? WORDS.filter((word) => word.startsWith(written.slice(0, 4))) : [];
  return begun.length === 1 && begun[0].startsWith(written) ? begun[0] : undefined;
}

function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length];
}

function nearest(written) {
  const scored = WORDS.map((word) => [distance(written, word), word]).sort((one, other) => one[0] - other[0]);
  return scored.filter(([far]) => far <= 2).slice(0, 3).map(([, word]) => word).join(", ");
}

// Returns the words of one share as they stand in the list.
export function readShare(text, share) {
  const written = text.toLowerCase().replace(/[,.;:，。；、]/g, " ").split(/\s+/).filter(Boolean);
  const words = written.map((word, place) => {
    const known = wordOf(word);
    if (known === undefined) throw new Trouble("word", { share, place: place + 1, word, near: nearest(word) });
    return known;
  });
  if (words.length !== LENGTH) throw new Trouble("length", { share, have: words.length, need: LENGTH });
  if (!Slip39.validateMnemonic(words.join(" "))) throw new Trouble("checksum", { share });
  return words;
}

function factsOf(words) {
  const at = (place) => PLACES.get(words[place]);
  const parameters = at(2) * 1024 + at(3);
  return { split: at(0) * 32 + (at(1) >> 5), member: (parameters >> 4) & 15, threshold: (parameters & 15) + 1 };
}

// Returns the secret of enough shares of one split.
export function combine(texts) {
  const shares = texts.map((text) => text.trim()).filter(Boolean).map((text, place) => readShare(text, place + 1));
  if (!shares.length) throw new Trouble("no_shares");
  const facts = shares.map(factsOf);
  if (new Set(facts.map((one) => one.split)).size > 1) throw new Trouble("mixed");
  const distinct = new Map(facts.map((one, place) => [one.member, shares[place].join(" ")]));
  const need = facts[0].threshold;
  if (distinct.size < need) {
    const code = distinct.size < shares.length ? "same_share" : "few";
    throw new Trouble(code, { have: distinct.size, need });
  }
  try {
    const secret = Slip39.recoverSecret([...distinct.values()].slice(0, need), "");
    if (secret.length === SECRET) return secret;
  } catch {
    // said below
  }
  throw new Trouble("mixed");
}

export function split(secret, threshold, count) {
  const made = Slip39.fromArray(Array.from(secret), { groups: [[threshold, count]], iterationExponent: 0 });
  return made.fromPath("r/0").mnemonics.map((text) => text.split(" "));
}

export const numberOf = (word) => String(PLACES.get(word) + 1).padStart(4, "0");

export function fingerprintOf(words) {
  return bytesToHex(sha256(new TextEncoder().encode(`erdem-share-v1 ${words.join(" ")}`))).slice(0, 16);
}
