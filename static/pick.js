// Adding a case to one's selection, or removing it, without leaving one's place. Without script, and
// on any failure, the browser sends the form by itself.
let isPlain = false;

document.addEventListener("submit", async (event) => {
  const { target: form, submitter: button } = event;
  if (form.id !== "pick" || !button || isPlain) return;
  event.preventDefault();
  try {
    const body = new URLSearchParams(new FormData(form, button));
    const response = await fetch(form.action, { method: "POST", body });
    if (!response.ok || !response.redirected) throw new Error(response.statusText);
    show(button, new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    isPlain = true;
    form.requestSubmit(button);
    isPlain = false;
  }
});

/** Put what `page` says of the case of `button` in its place, and the count above. */
function show(button, page) {
  const here = button.closest(".pick");
  const now = page.querySelector(`.pick button[value="${CSS.escape(button.value)}"]`).closest(".pick");
  const told = now.querySelector(".told");
  for (const before of document.querySelectorAll(".is-told")) before.classList.remove("is-told");
  told.classList.add("is-told");
  here.replaceWith(document.adoptNode(now));
  const navigation = ".site-header nav";
  document.querySelector(navigation).replaceWith(document.adoptNode(page.querySelector(navigation)));
  told.focus({ preventScroll: true });
}
