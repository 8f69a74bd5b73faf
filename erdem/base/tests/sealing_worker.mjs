// Runs tasks of the built worker outside a browser: reads {worker, tasks} as JSON, answers a list of {done} or {trouble}.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { runInThisContext } from "node:vm";

const { worker, tasks } = JSON.parse(await text(process.stdin));
let hear;
const waiting = new Map();
globalThis.self = globalThis;
globalThis.addEventListener = (_name, listener) => {
  hear = listener;
};
globalThis.postMessage = ({ id, part, ...answer }) => part === undefined && waiting.get(id)(answer);
runInThisContext(readFileSync(worker, "utf-8"));

const blobs = (given) =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      value?.base64 === undefined ? value : new Blob([Buffer.from(value.base64, "base64")]),
    ]),
  );

async function plain(value) {
  if (value instanceof Blob) return { base64: Buffer.from(await value.arrayBuffer()).toString("base64") };
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (value === null || typeof value !== "object") return value;
  const pairs = await Promise.all(Object.entries(value).map(async ([name, part]) => [name, await plain(part)]));
  return Object.fromEntries(pairs);
}

const answers = [];
for (const [id, { task, given }] of tasks.entries()) {
  const answer = new Promise((settle) => waiting.set(id, settle));
  hear({ data: { id, task, given: blobs(given ?? {}) } });
  answers.push(await plain(await answer));
}
process.stdout.write(JSON.stringify(answers));
