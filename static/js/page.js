// What a page does beyond its links and forms. Everything here is a comfort: without it the page works.
"use strict";

document.querySelectorAll("[data-takes-focus]").forEach((summary) => summary.focus());

// On a phone the tabs scroll sideways: show the one that one is on.
document.querySelector(".tabs .here")?.scrollIntoView({ block: "nearest", inline: "center" });

function notice(words) {
  const line = document.createElement("div");
  line.className = "notice notice-error";
  line.setAttribute("role", "alert");
  line.textContent = words;
  document.getElementById("notices").replaceChildren(line);
}

// What is on its way is not saved yet: where it fails, the mark of what was saved before must not stand.
document.addEventListener("htmx:beforeRequest", (event) => event.target.querySelectorAll(".check-saved").forEach((mark) => mark.replaceChildren()));
document.addEventListener("htmx:sendError", () => notice(document.body.dataset.offline));
document.addEventListener("htmx:responseError", () => notice(document.body.dataset.failed));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) document.querySelectorAll("#notices > [role=alert]").forEach((line) => line.remove());
});

// The phone's menu closes on Escape and on a press elsewhere.
const menu = document.querySelector(".phone-menu");
if (menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}
