// Above a long <select> whose options carry data-initials: type gtx to find 官亭乡. Without script it is an ordinary select.
"use strict";

function narrow(select, typed) {
  const words = typed.trim().toLowerCase();
  const found = select.allOptions.filter(
    (option) => !words || !option.value || option.selected || option.text.toLowerCase().includes(words) || (option.dataset.initials || "").startsWith(words),
  );
  const chosen = select.value;
  select.replaceChildren(...found);
  select.value = chosen;
  const hits = found.filter((option) => option.value && option.value !== chosen);
  if (words && hits.length === 1) {
    select.value = hits[0].value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function addSearch(select) {
  select.allOptions = Array.from(select.options);
  const search = document.createElement("input");
  search.type = "search";
  search.className = "form-control initials-search";
  search.placeholder = select.dataset.initialsHint;
  search.setAttribute("aria-label", select.dataset.initialsHint);
  search.autocomplete = "off";
  search.addEventListener("input", () => narrow(select, search.value));
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  select.before(search);
}

document.querySelectorAll("select[data-initials-hint]").forEach(addSearch);
