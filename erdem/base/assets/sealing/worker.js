// Everything that touches a key or a plain text happens here, off the page; nothing here speaks to the network.
import * as age from "age-encryption";
import { pack, unpack } from "./envelope.js";
import { fileOf, identityFrom, identityIn, isEncrypted, secretOf, unwrap, wrap } from "./identity.js";
import { combine, fingerprintOf, numberOf, split } from "./shares.js";
import { Trouble } from "./trouble.js";

const STEP = 1 << 20;
const held = { identity: "", envelope: null };

function inSteps(bytes, told) {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(bytes.subarray(at, at + STEP));
      at += STEP;
      told(Math.min(at, bytes.length) / bytes.length);
      if (at >= bytes.length) controller.close();
    },
  });
}

const collected = async (stream) => new Uint8Array(await new Response(stream).arrayBuffer());

async function encrypted(bytes, recipients, told) {
  const encrypter = new age.Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return new Blob([await collected(await encrypter.encrypt(inSteps(bytes, told)))]);
}

async function decrypted(bytes, told) {
  const decrypter = new age.Decrypter();
  decrypter.addIdentity(held.identity);
  try {
    return await collected(await decrypter.decrypt(inSteps(bytes, told)));
  } catch (error) {
    throw new Trouble(/no identity matched/.test(error.message) ? "not_for_key" : "damaged");
  }
}

async function hold(identity) {
  held.identity = identity;
  return { recipient: await age.identityToRecipient(identity) };
}

const tasks = {
  async make() {
    return hold(await age.generateX25519Identity());
  },
  async wrap({ passphrase }) {
    return { wrapped: await wrap(held.identity, passphrase) };
  },
  async unwrap({ wrapped, passphrase }) {
    return hold(await unwrap(wrapped, passphrase));
  },
  async read({ text, passphrase }) {
    if (isEncrypted(text) && !passphrase) throw new Trouble("needs_passphrase");
    return hold(isEncrypted(text) ? await unwrap(text, passphrase) : identityIn(text));
  },
  async combine({ shares }) {
    return hold(identityFrom(combine(shares)));
  },
  async file() {
    return { text: await fileOf(held.identity) };
  },
  async split({ threshold, count }) {
    const shares = split(secretOf(held.identity), threshold, count);
    return {
      shares: shares.map((words) => ({ words, numbers: words.map(numberOf), fingerprint: fingerprintOf(words) })),
    };
  },
  async seal({ file, name, type, record, recipients }, told) {
    const packed = pack(new Uint8Array(await file.arrayBuffer()), { name, type, record });
    return { ciphertext: await encrypted(packed.bytes, recipients, told), commitment: packed.commitment };
  },
  async open({ ciphertext, commitment }, told) {
    const bytes = await decrypted(new Uint8Array(await ciphertext.arrayBuffer()), told);
    const found = unpack(bytes);
    if (commitment && found.commitment !== commitment) throw new Trouble("other_content");
    held.envelope = bytes;
    return { header: found.header, content: new Blob([found.content]) };
  },
  async reseal({ recipients }, told) {
    return { ciphertext: await encrypted(held.envelope, recipients, told) };
  },
  async forget() {
    held.identity = "";
    held.envelope = null;
    return {};
  },
};

self.addEventListener("message", async ({ data: { id, task, given } }) => {
  try {
    const done = await tasks[task](given ?? {}, (part) => self.postMessage({ id, part }));
    self.postMessage({ id, done });
  } catch (error) {
    const told = error instanceof Trouble ? { code: error.code, facts: error.facts } : { code: "unexpected", facts: {} };
    self.postMessage({ id, trouble: told });
  }
});
