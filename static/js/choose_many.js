// Ticks for many rows: all of the page with one press, how many are chosen, and the buttons within reach. Without this the select below says which.
"use strict";

const bar = () => document.getElementById("choose-many");
const rows = () => [...document.querySelectorAll("input[name=rows]")];

function tellChosen() {
  const form = bar();
  if (!form || form.hidden) return;
  const ticks = rows();
  const count = ticks.filter((tick) => tick.checked).length;
  const which = form.elements.which;
  if (which.value !== "ticked" && count < ticks.length) which.value = "ticked";
  const chosen = which.value === "all" ? Number(form.dataset.count) : count;
  form.querySelector("output").textContent = chosen ? form.dataset.chosen.replace("0", chosen) : "";
  form.classList.toggle("is-choosing", chosen > 0);
  document.querySelectorAll("[data-choose-page]").forEach((page) => {
    page.checked = count > 0 && count === ticks.length;
    page.indeterminate = count > 0 && count < ticks.length;
  });
}

function tickAll(isTicked) {
  rows().forEach((tick) => { tick.checked = isTicked; });
}

function pageTick(words) {
  const tick = document.createElement("input");
  tick.type = "checkbox";
  tick.dataset.choosePage = "";
  tick.setAttribute("aria-label", words);
  return tick;
}

// In the table's head, and where rows are cards without a head beside their number.
function offerWholePage() {
  const form = bar();
  if (!form || form.hidden || document.querySelector("[data-choose-page]")) return;
  const label = document.createElement("label");
  label.className = "choose-page";
  label.append(pageTick(form.dataset.page), form.dataset.page);
  document.querySelector("#list .list-head").append(label);
  document.querySelector("#list th.choose").replaceChildren(pageTick(form.dataset.page));
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-choose-page]")) {
    tickAll(target.checked);
    bar().elements.which.value = "ticked";
  } else if (target.id === "which") {
    tickAll(target.value !== "ticked");
  } else if (target.name !== "rows") {
    return;
  }
  tellChosen();
});

function begin() {
  offerWholePage();
  tellChosen();
}

document.addEventListener("htmx:afterSettle", begin);
// Back from the next page the ticks are still there.
window.addEventListener("pageshow", begin);
