// Runs the script of the offline verifier outside a browser: reads {page, cases: [{base64, key, beside}]}, answers a list.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { runInThisContext } from "node:vm";

const { page, cases } = JSON.parse(await text(process.stdin));
const [, script] = /<script>([\s\S]*)<\/script>/.exec(readFileSync(page, "utf-8"));
runInThisContext(script);
const answers = [];
const bytes = (base64) => new Uint8Array(Buffer.from(base64, "base64"));
for (const { base64, key, beside } of cases) {
  const found = await globalThis.erdemVerify(bytes(base64), key);
  answers.push(beside === undefined ? found : { ...found, ...(await globalThis.erdemNames(found, bytes(beside))) });
}
process.stdout.write(JSON.stringify(answers));
