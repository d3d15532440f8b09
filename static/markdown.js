// A toolbar above each text: it writes the marks that one could type.

const TOOLS = [
  ["Gras", (text) => [`**${text || "texte"}**`, 2]],
  ["Italique", (text) => [`*${text || "texte"}*`, 1]],
  ["Liste", (text) => [lines(text, "- "), 2]],
  ["Sous-titre", (text) => [`### ${text || "sous-titre"}`, 4]],
  ["Lien", (text) => [`[${text || "texte du lien"}](https://)`, 1]],
  ["Source", (text) => [`${text}[^1]`, text.length + 2]],
];

function lines(text, mark) {
  return (text || "élément").split("\n").map((line) => mark + line).join("\n");
}

/** Replace what is selected, as typing would: it can be undone, and the draft is told. */
function write(area, tool) {
  const selected = area.value.slice(area.selectionStart, area.selectionEnd);
  const [text, skipped] = tool(selected);
  const start = area.selectionStart;
  area.focus();
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text);
  const length = selected.length || text.length - 2 * skipped;
  area.setSelectionRange(start + skipped, start + skipped + Math.max(length, 1));
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const area of document.querySelectorAll("textarea[data-markdown]")) {
  const bar = document.createElement("div");
  bar.className = "outils";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", `Mise en forme\u00a0: ${area.labels[0].firstChild.textContent.trim()}`);
  for (const [label, tool] of TOOLS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => write(area, tool));
    bar.append(button);
  }
  area.before(bar);
}
