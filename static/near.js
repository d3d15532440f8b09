// While a title is typed: published cases that look like it. Without script they are shown at the end.

const PAUSE_MILLISECONDS = 600;
const LEAST_LETTERS = 8;
const title = document.getElementById("title");
const shown = document.getElementById("near");
let asking = new AbortController();
let pause = 0;

async function ask() {
  asking.abort();
  const words = title.value.trim();
  if (words.length < LEAST_LETTERS) {
    shown.replaceChildren();
    return;
  }
  asking = new AbortController();
  try {
    const response = await fetch(`${shown.dataset.from}?${new URLSearchParams({ titre: words })}`, { signal: asking.signal });
    if (!response.ok) return;
    const found = new DOMParser().parseFromString(await response.text(), "text/html").body;
    if (found.innerHTML.trim() !== shown.innerHTML.trim()) shown.replaceChildren(...found.childNodes);
  } catch {
    // nothing is lost: they are shown again before sending
  }
}

title.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(ask, PAUSE_MILLISECONDS);
});
