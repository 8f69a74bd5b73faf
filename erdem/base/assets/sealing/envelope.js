// The envelope inside the encryption; docs/reference/sealing.md describes it, erdem/lib/sealing/envelope.py is its twin.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { Trouble } from "./trouble.js";

const MAGIC = "erdem-sealed/1";
const SMALLEST = 4096;
const LONGEST_HEADER = 65536;
const NEWLINE = 10;

// The length up to which zeros follow, so that the size tells little: Padmé, at most 12 % more.
export function paddedLength(length) {
  if (length <= SMALLEST) return SMALLEST;
  const exponent = Math.floor(Math.log2(length));
  const step = 2 ** (exponent - (Math.floor(Math.log2(exponent)) + 1));
  return Math.ceil(length / step) * step;
}

export function commitmentOf(nonce, digest) {
  return bytesToHex(sha256.create().update(new TextEncoder().encode("erdem-v1")).update(nonce).update(digest).digest());
}

// Returns the padded envelope and the commitment to its content.
export function pack(content, { name, type, record }) {
  const nonce = crypto.getRandomValues(new Uint8Array(32));
  const digest = sha256(content);
  const header = {
    name, type, size: content.length, sha256: bytesToHex(digest), nonce: bytesToHex(nonce), record,
    sealed: new Date().toISOString(),
  };
  const head = new TextEncoder().encode(`${MAGIC}\n${JSON.stringify(header)}\n`);
  const bytes = new Uint8Array(paddedLength(head.length + content.length));
  bytes.set(head);
  bytes.set(content, head.length);
  return { bytes, commitment: commitmentOf(nonce, digest) };
}

function lineEnd(bytes, from) {
  const end = bytes.subarray(0, LONGEST_HEADER).indexOf(NEWLINE, from);
  if (end < 0) throw new Trouble("not_ours");
  return end;
}

function readHeader(text) {
  try {
    const header = JSON.parse(text);
    if (/^[0-9a-f]{64}$/.test(header.nonce) && Number.isInteger(header.size) && header.size >= 0) return header;
  } catch {
    // said below
  }
  throw new Trouble("not_ours");
}

// Returns header, content and commitment; refuses what is not whole.
export function unpack(bytes) {
  const first = lineEnd(bytes, 0);
  const read = new TextDecoder();
  if (read.decode(bytes.subarray(0, first)) !== MAGIC) throw new Trouble("not_ours");
  const second = lineEnd(bytes, first + 1);
  const header = readHeader(read.decode(bytes.subarray(first + 1, second)));
  const content = bytes.subarray(second + 1, second + 1 + header.size);
  const digest = sha256(content);
  if (content.length !== header.size || bytesToHex(digest) !== header.sha256) throw new Trouble("damaged");
  return { header, content, commitment: commitmentOf(hexToBytes(header.nonce), digest) };
}
