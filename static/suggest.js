// Suggestions while typing: a list box under the search field, each option the link to its page.
// Source: ARIA Authoring Practices Guide, editable combobox with list autocomplete.
// Without script, or when fetching fails, the field stays what it is: a field of its form.

const LEAST_LETTERS = 2;
const PAUSE_MILLISECONDS = 150;
const input = document.getElementById("q");
const live = document.getElementById("live");
const list = element("div", { id: "suggestions", role: "listbox", class: "suggestions", "aria-label": "Suggestions" });
let fetching = new AbortController();
let pause = 0;
let options = [];
let active = -1; // none: the cursor is in the field

const KEYS = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  Home: () => active >= 0 && activate(0),
  End: () => active >= 0 && activate(options.length - 1),
  Enter: () => active >= 0 && (options[active].click(), true),
  Escape: () => isOpen() && (close(), true),
};

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function isOpen() {
  return !list.hidden;
}

/** Fetch what may be meant now; an older question is given up. Failures are silent. */
async function ask() {
  close();
  const text = input.value.trim();
  if (text.replace(/[^\p{L}\p{N}]/gu, "").length < LEAST_LETTERS) return;
  fetching = new AbortController();
  try {
    const response = await fetch(`/api/v1/suggest?${new URLSearchParams({ q: text })}`, { signal: fetching.signal });
    const { groups } = await response.json();
    if (document.activeElement === input) open(groups);
  } catch {
    // nothing is lost: the form goes on without suggestions
  }
}

function open(groups) {
  list.replaceChildren(...groups.map(group));
  options = [...list.querySelectorAll("[role=option]")];
  options.forEach((option, number) => (option.id = `suggestion-${number}`));
  list.hidden = !options.length;
  input.setAttribute("aria-expanded", isOpen());
  live.textContent = told(options.length);
}

function told(count) {
  if (!count) return "Aucune suggestion";
  return `${count} suggestion${count > 1 ? "s" : ""}\u00a0: flèche bas pour choisir`;
}

function group({ id, label, items }) {
  const heading = element("p", { id: `suggestions-${id}`, role: "presentation" }, label);
  return element("div", { role: "group", "aria-labelledby": heading.id }, heading, ...items.map(option));
}

function option({ label, url }) {
  const { pathname, search } = new URL(url); // whatever name the reader knows this site by
  const shown = label.replace(/(?<=\p{L})'(?=\p{L})/gu, "’");
  return element("a", { role: "option", href: pathname + search, tabindex: -1, "aria-selected": false }, shown);
}

function close() {
  clearTimeout(pause);
  fetching.abort();
  activate(-1);
  list.hidden = true;
  input.setAttribute("aria-expanded", false);
}

/** Go on by one option, from the last over the field itself to the first; open a closed list. */
function move(step) {
  const places = options.length + 1;
  if (isOpen()) activate(((active + 1 + step + places) % places) - 1);
  else ask();
  return true;
}

function activate(number) {
  options[active]?.setAttribute("aria-selected", false);
  active = number;
  if (active < 0) {
    input.removeAttribute("aria-activedescendant");
  } else {
    options[active].setAttribute("aria-selected", true);
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }
  return true;
}

input.addEventListener("input", () => {
  fetching.abort();
  clearTimeout(pause);
  pause = setTimeout(ask, PAUSE_MILLISECONDS);
});
input.addEventListener("keydown", (event) => {
  const isPlain = !(event.isComposing || event.metaKey || event.ctrlKey || event.shiftKey);
  if (isPlain && KEYS[event.key]?.()) event.preventDefault();
});
input.addEventListener("blur", close);
list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
addEventListener("pagehide", close);

input.setAttribute("role", "combobox");
input.setAttribute("aria-autocomplete", "list");
input.setAttribute("aria-controls", list.id);
close();
input.after(list);
