// Keys for those who moderate, models of reasons, and the help that lists the keys.
// A key opens or moves; it never decides. Whoever wants none switches them off, and so they stay.

const REMEMBERED = "kb-moderation-keys";
const PANELS = { p: "publier", d: "preciser", r: "refuser", f: "fusionner" };

const dialog = document.getElementById("keys");
const checkbox = document.getElementById("keys-on");

/** Whether keys are on: yes, unless somebody switched them off here. */
function areOn() {
  try {
    return localStorage.getItem(REMEMBERED) !== "off";
  } catch {
    return true; // nothing may be remembered here
  }
}

function remember(on) {
  try {
    localStorage.setItem(REMEMBERED, on ? "on" : "off");
  } catch {
    // for this page only, then
  }
  document.documentElement.classList.toggle("keys-on", on);
}

/** The next or previous row of a list; on a proposal the next one, or the way back to the queue. */
function step(by) {
  const rows = [...document.querySelectorAll("a[data-row]")];
  if (rows.length) {
    const here = rows.indexOf(document.activeElement);
    const there = here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by;
    rows[Math.max(0, Math.min(rows.length - 1, there))].focus();
    return;
  }
  document.querySelector(by > 0 ? "a[data-next]" : "a[data-back]")?.click();
}

function open() {
  const here = document.activeElement;
  if (here?.matches("a[data-row]")) here.click();
}

/** Open what an action asks for and go to its first field; the button stays to be pressed. */
function unfold(id) {
  const panel = document.getElementById(id);
  if (!panel) return;
  panel.open = true;
  const field = panel.querySelector("textarea, input:not([type=hidden]), button");
  (field ?? panel).focus();
  panel.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  o: open,
  "?": () => dialog.showModal(),
  ...Object.fromEntries(Object.entries(PANELS).map(([key, id]) => [key, () => unfold(id)])),
};

if (dialog && checkbox) {
  remember(areOn());
  checkbox.checked = areOn();
  checkbox.addEventListener("change", () => remember(checkbox.checked));
  document.querySelector("[data-keys-help]")?.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || dialog.open) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    if (!checkbox.checked || !Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    KEYS[event.key]();
  });
}

/** A model fills the reason, unless something of one's own was written there. */
for (const models of document.querySelectorAll(".models")) {
  const reason = document.getElementById(models.dataset.reason);
  const texts = [...models.querySelectorAll("[data-model]")].map((each) => each.textContent.trim());
  models.addEventListener("change", ({ target }) => {
    const own = reason.value.trim() && !texts.includes(reason.value.trim());
    if (own) return;
    reason.value = target.closest("div").querySelector("[data-model]").textContent.trim();
    reason.focus();
  });
}
document.querySelector(".errors")?.focus();
