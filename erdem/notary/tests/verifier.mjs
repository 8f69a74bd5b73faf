// Runs the script of the offline verifier outside a browser: reads {page, cases: [{base64, key}]}, answers a list.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { runInThisContext } from "node:vm";

const { page, cases } = JSON.parse(await text(process.stdin));
const [, script] = /<script>([\s\S]*)<\/script>/.exec(readFileSync(page, "utf-8"));
runInThisContext(script);
const answers = [];
for (const { base64, key } of cases) answers.push(await globalThis.erdemVerify(new Uint8Array(Buffer.from(base64, "base64")), key));
process.stdout.write(JSON.stringify(answers));
