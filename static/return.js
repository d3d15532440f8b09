// Whoever comes from a search finds the way back to it. Without script the link leads to all cases.
const link = document.getElementById("back");
const from = document.referrer ? new URL(document.referrer) : null;
if (link && from?.origin === location.origin && from.pathname === "/" && from.search) {
  link.href = from.href;
  link.querySelector("span").textContent = "Retour aux résultats";
}
