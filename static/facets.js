// Live filters: fetch the page of the new search and swap its results and filters into this one.
// The address stays the whole state; on any failure the browser goes there by itself.

const REGIONS = ["facets", "results"];
const form = document.getElementById("search");
let fetching = new AbortController();
let shown = location.pathname + location.search;

/** The address of what the form says now, without empty fields. */
function address() {
  const parameters = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const view = form.getAttribute("action"); // the list or the map of a search
  return parameters.size ? `${view}?${parameters}` : view;
}

/** Show the search at `url` without leaving the page. */
async function show(url, { push }) {
  fetching.abort();
  fetching = new AbortController();
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, { signal: fetching.signal });
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    swap(page);
    shown = url;
    if (push) history.pushState(null, "", url);
    else form.elements.q.value = page.getElementById("q").value;
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
}

/** Put the regions of `page` here: focus, open lists and scroll stay where they are. */
function swap(page) {
  const focused = document.activeElement;
  const wasInside = REGIONS.some((id) => document.getElementById(id).contains(focused));
  for (const list of page.querySelectorAll("#facets details")) {
    const here = document.getElementById(list.id);
    if (here) list.open = here.open;
  }
  for (const id of REGIONS) {
    document.getElementById(id).replaceWith(document.adoptNode(page.getElementById(id)));
  }
  document.title = page.title;
  const count = document.getElementById("count");
  if (wasInside) {
    const same = focused.id && document.getElementById(focused.id);
    if (same && focused.type === "number") same.value = focused.value; // typed meanwhile
    (same && !same.disabled ? same : count).focus({ preventScroll: true });
  }
  document.getElementById("live").textContent = count.textContent;
  openDrawerWhereWide();
}

/** Older browsers cannot show a closed drawer by style sheet alone. */
function openDrawerWhereWide() {
  if (CSS.supports("selector(::details-content)")) return;
  if (matchMedia("(min-width: 62rem)").matches) document.getElementById("drawer").open = true;
}

document.addEventListener("change", ({ target }) => {
  if (target.form === form && target.name !== "q") show(address(), { push: true });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-live]");
  const isPlain = !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (link && isPlain) {
    event.preventDefault();
    show(link.getAttribute("href"), { push: true });
  }
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(address());
});

addEventListener("popstate", () => {
  const url = location.pathname + location.search;
  if (url !== shown) show(url, { push: false }); // not for a jump inside the page
});
openDrawerWhereWide();
