// Keeps title and notes as soon as one leaves their field. Without script the buttons do.
const form = document.getElementById("selection");
const saved = document.getElementById("saved");

form?.addEventListener("change", async ({ target }) => {
  if (target.type === "checkbox") return;
  const body = new URLSearchParams(new FormData(form));
  body.set("action", "save");
  try {
    const response = await fetch(form.getAttribute("action"), { method: "POST", body, keepalive: true });
    saved.textContent = response.ok ? saved.dataset.done : saved.dataset.not;
  } catch {
    saved.textContent = saved.dataset.not;
  }
});
