// Nothing that is typed is lost: each change is kept in this browser at once and on the server a
// moment later, again and again until the server has said that it has it.
// Without script, or before it runs, the form has its buttons.

const PAUSE_MILLISECONDS = 1500; // after the last key
const LONGEST_WAIT_MILLISECONDS = 15_000; // of somebody who never stops typing
const RETRY_MILLISECONDS = [2000, 4000, 8000, 15_000, 30_000, 60_000];
const LEFT_ALONE_MILLISECONDS = 15_000; // a copy so old belongs to no open window
const LATER = "Pas encore enregistré sur le site\u00a0: votre texte est gardé dans ce navigateur, un nouvel essai suit.";

const form = document.querySelector("form[data-draft]");
const told = document.getElementById("saved");
const prefix = `brouillon/${form.dataset.draft}/${form.dataset.step}/`;
const PRIVATE = new Set(["csrf_token", "window", "seen", "stamp", "website", "email", "licence", "privacy"]);
let typed = 0; // counts changes
let kept = 0; // the change that the server has
let firstUnsaved = 0;
let timer = 0;
let failures = 0;
let saving = null;

/** What was typed, as pairs of name and value. */
function fields() {
  return [...new FormData(form)].filter(([name]) => !PRIVATE.has(name));
}

/** What counts when two texts are compared. */
function essence(pairs) {
  const filled = pairs.map(([name, value]) => [name, value.replaceAll("\r\n", "\n").trim()]);
  return JSON.stringify(filled.filter(([, value]) => value).sort());
}

function copyKey() {
  return prefix + form.elements.window.value;
}

function keepHere() {
  const copy = { at: Date.now(), window: form.elements.window.value, seen: form.elements.seen.value, fields: fields() };
  try {
    localStorage.setItem(copyKey(), JSON.stringify(copy));
    sessionStorage.setItem(copyKey(), "mine");
  } catch {
    // private mode or full: the server keeps it
  }
}

function forgetHere(key) {
  try {
    localStorage.removeItem(key);
    sessionStorage.removeItem(key);
  } catch {
    // nothing could be kept, either
  }
}

/** The texts of this step that this browser has kept, the last one first. */
function copies() {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => ({ key, isMine: sessionStorage.getItem(key) !== null, ...JSON.parse(localStorage.getItem(key)) }))
      .sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}

function tell(text, state) {
  told.textContent = text;
  told.dataset.state = state;
}

function changed() {
  typed += 1;
  firstUnsaved ||= Date.now();
  keepHere();
  tell("Enregistrement à la prochaine pause…", "waiting");
  const isLong = Date.now() - firstUnsaved > LONGEST_WAIT_MILLISECONDS;
  clearTimeout(timer);
  timer = setTimeout(save, isLong ? 0 : PAUSE_MILLISECONDS);
}

/** Have the server keep what is typed; true once it does. One save at a time. */
async function save() {
  clearTimeout(timer);
  if (saving) await saving;
  if (kept === typed) return true;
  saving = attempt();
  const isKept = await saving;
  saving = null;
  if (isKept && kept !== typed) return save();
  return isKept;
}

async function attempt(tries = 2) {
  const now = typed;
  tell("Enregistrement…", "saving");
  try {
    const body = new FormData(form);
    body.set("action", "autosave");
    const response = await fetch(form.getAttribute("action"), { method: "POST", body });
    const answer = await response.json();
    if (answer.token) {
      form.elements.csrf_token.value = answer.token;
      if (tries) return attempt(tries - 1);
    }
    if (!response.ok) throw new Error(answer.problem ?? "");
    confirmed(answer, now);
    return true;
  } catch (error) {
    retry(error instanceof TypeError || error instanceof SyntaxError ? "" : error.message);
    return false;
  }
}

function confirmed(answer, now) {
  kept = now;
  failures = 0;
  firstUnsaved = 0;
  if (kept === typed) forgetHere(copyKey());
  if (String(answer.draft) !== form.dataset.draft) moveTo(answer);
  tell(answer.saved, "saved");
}

/** Another window wrote meanwhile, or the draft was lost: go on in the one that holds this text. */
function moveTo({ draft, address, choose }) {
  const old = `/proposer/${form.dataset.draft}`;
  for (const link of document.querySelectorAll(`a[href="${old}"], a[href^="${old}/"]`)) {
    link.setAttribute("href", link.getAttribute("href").replace(old, `/proposer/${draft}`));
  }
  form.dataset.draft = draft;
  form.setAttribute("action", address);
  history.replaceState(null, "", address);
  if (choose) {
    const notice = document.getElementById("versions");
    notice.querySelector("a").href = choose;
    notice.hidden = false;
  }
}

function retry(reason) {
  const wait = RETRY_MILLISECONDS[Math.min(failures, RETRY_MILLISECONDS.length - 1)];
  failures += 1;
  tell(reason ? `${LATER} (${reason})` : LATER, "failed");
  timer = setTimeout(save, wait);
}

/** On leaving: the last words go without waiting for an answer; the copy here stays until one comes. */
function leave() {
  if (kept === typed) return;
  const body = new FormData(form);
  body.set("action", "autosave");
  navigator.sendBeacon(form.getAttribute("action"), body);
}

/** Put back what this browser kept and the server does not show. */
function restore() {
  for (const copy of copies()) {
    if (essence(copy.fields) === essence(fields())) {
      forgetHere(copy.key);
    } else if (copy.isMine || Date.now() - copy.at > LEFT_ALONE_MILLISECONDS) {
      fill(copy);
      return;
    }
  }
}

function fill(copy) {
  form.elements.window.value = copy.window;
  form.elements.seen.value = copy.seen;
  const values = grouped(copy.fields);
  for (const field of form.elements) {
    if (!field.name || PRIVATE.has(field.name) || field.type === "submit") continue;
    const held = (values.get(field.name) ?? []).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = held.includes(field.value);
    else field.value = held[0] ?? "";
  }
  changed();
  tell("Texte retrouvé dans ce navigateur, enregistrement…", "saving");
  save();
}

function grouped(pairs) {
  const groups = new Map();
  for (const pair of pairs) groups.set(pair[0], [...(groups.get(pair[0]) ?? []), pair]);
  return groups;
}

/** A button acts once the server has what was typed: if it cannot now, the page stays as it is. */
async function press(event) {
  if (kept === typed) return;
  event.preventDefault();
  const { submitter } = event;
  const isKept = await save();
  if (!isKept) told.scrollIntoView({ block: "center" });
  else if (!["save", "stay"].includes(submitter?.value)) form.requestSubmit(submitter); // saving is all that was asked
}

/** So does a link to another page of the draft: that page shows, and may send, what the server has. */
async function follow(event) {
  const link = event.target.closest("a[href]");
  const isPlain = !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || kept === typed || link.origin !== location.origin) return;
  if (!`${link.pathname}/`.startsWith(`/proposer/${form.dataset.draft}/`)) return;
  event.preventDefault();
  if (await save()) location.assign(link.href);
  else told.scrollIntoView({ block: "center" });
}

/** Whether somebody was quicker than this script, or the browser put back what it remembered. */
function isTouched() {
  return [...form.elements].some((field) => {
    if (!field.name || PRIVATE.has(field.name)) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findLastIndex((each) => each.defaultSelected));
    return "defaultValue" in field && field.value !== field.defaultValue;
  });
}

form.addEventListener("input", changed);
form.addEventListener("change", ({ target }) => target.type !== "text" && changed());
form.addEventListener("submit", press);
document.addEventListener("click", follow);
addEventListener("online", () => kept !== typed && save());
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && kept !== typed && save());

restore();
if (kept === typed && isTouched()) changed();
const place = document.querySelector("[data-focus]") ?? document.getElementById(location.hash.slice(1) || "-");
place?.focus();
