// Above a long <select data-initials-hint>: type gtx, or part of the name, to find 官亭乡. Without script it is a plain list.
"use strict";

const fits = (option, words) =>
  !option.value || option.text.toLowerCase().includes(words) || (option.dataset.initials || "").startsWith(words);

// Rebuilt rather than hidden: not every browser leaves hidden options out of its list.
function narrowed(children, words, chosen) {
  return children.flatMap((child) => {
    if (child.tagName !== "OPTGROUP") return fits(child, words) || child.value === chosen ? [child.cloneNode(true)] : [];
    const options = narrowed(Array.from(child.children), words, chosen);
    if (!options.length) return [];
    const group = child.cloneNode(false);
    group.append(...options);
    return [group];
  });
}

function addSearch(select) {
  if (select.previousElementSibling?.matches(".initials-search")) return;
  const all = Array.from(select.children).map((child) => child.cloneNode(true));
  const search = document.createElement("input");
  search.type = "search";
  search.className = "form-control initials-search";
  search.autocomplete = "off";
  search.placeholder = select.dataset.initialsHint;
  search.setAttribute("aria-label", select.dataset.initialsHint);
  search.addEventListener("input", () => {
    const words = search.value.trim().toLowerCase();
    const before = select.value;
    select.replaceChildren(...narrowed(all, words, before));
    select.value = before;
    // The only one left is what was meant.
    const left = new Set(Array.from(select.options, (option) => option.value).filter((value) => value && value !== before));
    if (words && left.size === 1) select.value = [...left][0];
    if (select.value !== before) select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  select.before(search);
}

document.querySelectorAll("select[data-initials-hint]").forEach(addSearch);
document.addEventListener("htmx:load", (event) => event.target.querySelectorAll("select[data-initials-hint]").forEach(addSearch));
