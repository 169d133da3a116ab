// The page: one text at once, or the lines of a file in pieces.
"use strict";

const $ = (id) => document.getElementById(id);
const LINES = 200, CHARACTERS = 10000; // of a piece of a file
let answer = null, asked = null, stopped = false;
let known = [], forbidden = []; // what the user says of the text that was tagged

// Calls the service; waits and asks again while it is busy.
async function call(body) {
  for (;;) {
    const reply = await fetch("v1/tag", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    if (reply.status !== 503) {
      const found = await reply.json();
      if (!reply.ok) throw new Error(found.error);
      return found;
    }
    await new Promise((go) => setTimeout(go, 1000 * (reply.headers.get("Retry-After") || 1)));
  }
}

function show(error) {
  $("error").hidden = !error;
  $("error").textContent = error ? `That did not work: ${error.message}` : "";
}

// The same hue for a label everywhere; offsets of the service count code points.
const hues = new Map();
const hueOf = (label) => {
  if (!hues.has(label)) hues.set(label, (hues.size * 137 + 210) % 360);
  return hues.get(label);
};

function chip(content, label, note) {
  const mark = document.createElement("mark"), small = document.createElement("small");
  mark.style.setProperty("--hue", hueOf(label));
  small.textContent = note;
  mark.append(content, small);
  return mark;
}

const same = (one) => (other) => one.start === other.start && one.end === other.end;

// A click fixes what was found, a second forbids it, a third leaves it to the model again.
function turn({ start, end, label }) {
  const piece = { start, end, label };
  const was = { known: known.some(same(piece)), forbidden: forbidden.some(same(piece)) };
  known = known.filter((one) => !same(piece)(one));
  forbidden = forbidden.filter((one) => !same(piece)(one));
  if (was.known) forbidden.push({ start, end, label: "" });
  else if (!was.forbidden) known.push(piece);
  tag(answer.text);
}

function clickable(mark, entity) {
  const fixed = known.some(same(entity)), no = forbidden.some(same(entity));
  mark.tabIndex = 0;
  mark.setAttribute("role", "button");
  mark.classList.toggle("fixed", fixed);
  mark.classList.toggle("no", no);
  mark.title = fixed ? "Fixed. Click: it is no entity."
    : no ? "No entity. Click: leave it to the model." : "Click: it is right, and the rest follows.";
  mark.addEventListener("click", () => turn(entity));
  mark.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); turn(entity); }
  });
  return mark;
}

function marked(text, entities, ready = (mark) => mark) {
  const signs = Array.from(text), parts = [];
  let place = 0;
  for (const entity of entities) {
    const { start, end, label, score } = entity;
    parts.push(signs.slice(place, start).join(""));
    const note = score === undefined ? label : `${label} ${score.toFixed(2)}`;
    parts.push(ready(chip(signs.slice(start, end).join(""), label, note), entity));
    place = end;
  }
  return [...parts, signs.slice(place).join("")];
}

const threshold = () => Number($("threshold").value);
const kept = () => answer.entities.filter((entity) => entity.score >= threshold());

function draw() {
  $("shown").value = threshold().toFixed(2);
  $("found").hidden = !answer;
  if (!answer) return;
  const entities = kept(), counts = new Map();
  for (const { label } of entities) counts.set(label, (counts.get(label) || 0) + 1);
  $("legend").replaceChildren(...[...counts].flatMap(([label, n]) => [chip(label, label, n), " "]));
  if (!entities.length) $("legend").textContent = "None.";
  const shown = [...entities, ...forbidden].sort((one, other) => one.start - other.start);
  $("marked").replaceChildren(...marked(answer.text, shown, clickable));
  $("likely").hidden = !answer.readings;
  $("list").replaceChildren(...(answer.readings || []).map(({ probability, entities }) => {
    const item = document.createElement("li"), number = document.createElement("b");
    number.textContent = `${(100 * probability).toFixed(1)} %`;
    item.append(number, ...marked(answer.text, entities));
    return item;
  }));
}

async function tag(text = $("text").value) {
  show(null);
  $("copied").textContent = "";
  const model = $("model").value;
  if (!asked || asked.text !== text || asked.model !== model) { known = []; forbidden = []; }
  try {
    const body = { text, scores: true, model };
    if (known.length) body.known = known;
    if (forbidden.length) body.forbidden = forbidden;
    if (Number($("readings").value)) body.n_best = Number($("readings").value);
    answer = await call(body);
    asked = body;
  } catch (error) {
    show(error);
  }
  draw();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    $("copied").textContent = "Copied.";
  } catch {
    $("copied").textContent = text; // an insecure page has no clipboard: to be copied by hand
  }
}

function command() {
  const body = { ...asked };
  if (threshold()) body.min_score = threshold();
  const json = JSON.stringify(body).replaceAll("'", "'\\''");
  return `curl ${new URL("v1/tag", document.baseURI)} -H 'Content-Type: application/json' -d '${json}'`;
}

// The lines of a file, some together; the file is never in memory as a whole.
async function* pieces(file) {
  const decoder = new TextDecoder("utf-8", { fatal: true }), reader = file.stream().getReader();
  let rest = "", piece = [], size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const ready = done ? rest : rest.replace(/\r$/, ""); // its line feed may still come
    const lines = ready.split(/\r\n|\n|\r/);
    const last = lines.pop();
    rest = last + rest.slice(ready.length);
    if (done && last) lines.push(last);
    for (const line of lines) {
      piece.push(line);
      size += line.length;
      if (piece.length === LINES || size >= CHARACTERS) {
        yield piece;
        piece = [];
        size = 0;
      }
    }
    if (done) break;
  }
  if (piece.length) yield piece;
}

async function tagFile(file) {
  show(null);
  stopped = false;
  $("stop").hidden = false;
  $("download").hidden = true;
  URL.revokeObjectURL($("download").href);
  const written = [];
  let lines = 0;
  try {
    for await (const text of pieces(file)) {
      if (stopped) break;
      const body = { text, scores: true, model: $("model").value, min_score: threshold() };
      for (const one of await call(body)) written.push(JSON.stringify(one) + "\n");
      lines += text.length;
      $("progress").textContent = `${lines.toLocaleString()} lines of ${file.name}`;
    }
  } catch (error) {
    show(new Error(`${file.name}, after line ${lines}: ${error.message}`));
  }
  $("stop").hidden = true;
  $("progress").textContent = `${lines.toLocaleString()} lines of ${file.name} are tagged.`;
  $("download").href = URL.createObjectURL(new Blob(written, { type: "application/x-ndjson" }));
  $("download").download = file.name.replace(/\.[^.]*$/, "") + ".tagged.jsonl";
  $("download").textContent = `Download ${$("download").download}`;
  $("download").hidden = !lines;
}

$("form").addEventListener("submit", (event) => { event.preventDefault(); tag(); });
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); tag(); }
});
$("threshold").addEventListener("input", draw);
$("json").addEventListener("click", () => copy(JSON.stringify({ ...answer, entities: kept() }, null, 1)));
$("curl").addEventListener("click", () => copy(command()));
$("stop").addEventListener("click", () => { stopped = true; });
$("file").addEventListener("change", () => { if ($("file").files[0]) tagFile($("file").files[0]); });
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    document.body.classList.toggle("dragging", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files[0]) tagFile(event.dataTransfer.files[0]);
  });
}
