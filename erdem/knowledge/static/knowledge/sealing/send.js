// What goes over the network: cipher texts, public keys, commitments, fingerprints. Nothing else is ever handed to it.
import { Trouble } from "./client.js";

const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

function read(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

// Sends a form; resolves to the JSON of the answer. `told` hears how much has gone out, 0 to 1.
export function send(url, fields, told = undefined) {
  const form = new FormData();
  for (const [name, value] of fields) {
    if (value instanceof Blob) form.append(name, value, "sealed.age");
    else form.append(name, value);
  }
  return new Promise((settle, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", token());
    request.upload.addEventListener("progress", ({ loaded, total }) => told?.(total ? loaded / total : 1));
    request.addEventListener("error", () => fail(new Trouble("network")));
    request.addEventListener("load", () => {
      const answer = read(request);
      if (request.status < 300) settle(answer);
      else fail(new Trouble("server", {}, answer.message));
    });
    request.send(form);
  });
}

// Fetches what is sealed or locked.
export async function fetched(url) {
  let answer;
  try {
    answer = await fetch(url, { cache: "no-store" });
  } catch {
    throw new Trouble("network");
  }
  if (answer.status === 404) throw new Trouble("gone");
  if (!answer.ok || answer.redirected) throw new Trouble("server");
  return answer;
}
