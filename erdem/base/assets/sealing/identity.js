// Private keys: standard age identities, kept in an identity file that any age tool reads, encrypted or not.
import * as age from "age-encryption";
import { bech32 } from "@scure/base";
import { Trouble } from "./trouble.js";

// OWASP's least work for scrypt: 2^17 blocks of 8, 128 MB. More would stop on small telephones.
const WORK = 17;
const PREFIX = "age-secret-key-";
const ARMOUR = "-----BEGIN AGE ENCRYPTED FILE-----";

export const isEncrypted = (text) => text.trimStart().startsWith(ARMOUR);

export async function fileOf(identity) {
  const recipient = await age.identityToRecipient(identity);
  return `# created: ${new Date().toISOString()}\n# public key: ${recipient}\n${identity}\n`;
}

export function identityIn(text) {
  const found = text.match(/^AGE-SECRET-KEY-1[0-9A-Z]+$/m);
  if (!found) throw new Trouble("no_key");
  return found[0];
}

export async function wrap(identity, passphrase) {
  const encrypter = new age.Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(WORK);
  return age.armor.encode(await encrypter.encrypt(await fileOf(identity)));
}

export async function unwrap(text, passphrase) {
  let file;
  try {
    file = age.armor.decode(text.trim());
  } catch {
    throw new Trouble("no_key");
  }
  const decrypter = new age.Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return identityIn(await decrypter.decrypt(file, "text"));
  } catch (error) {
    throw error instanceof Trouble ? error : new Trouble("passphrase");
  }
}

export function secretOf(identity) {
  return Uint8Array.from(bech32.fromWords(bech32.decode(identity.toLowerCase(), false).words));
}

export function identityFrom(secret) {
  return bech32.encode(PREFIX, bech32.toWords(Uint8Array.from(secret)), false).toUpperCase();
}
