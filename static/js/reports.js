// A press on a figure's token puts it into the text, and a search narrows them. Without this, one copies by hand from the chapters.
"use strict";

const text = document.getElementById("id_text");
document.querySelectorAll("[data-token]").forEach((token) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "token";
  button.textContent = token.textContent;
  button.addEventListener("click", () => {
    text.setRangeText(token.textContent, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  token.replaceWith(button);
});

function addTokenSearch(place) {
  const search = document.createElement("input");
  search.type = "search";
  search.className = "form-control";
  search.autocomplete = "off";
  search.placeholder = place.dataset.tokenSearch;
  search.setAttribute("aria-label", place.dataset.tokenSearch);
  const nothing = document.createElement("p");
  nothing.setAttribute("role", "status");
  const lists = Array.from(place.parentElement.querySelectorAll(".tokens"), (list) => {
    const chapter = list.closest("details");
    return { chapter, isOpen: chapter.open, rows: [...list.rows] };
  });
  search.addEventListener("input", () => {
    const words = search.value.trim().toLowerCase();
    for (const { chapter, isOpen, rows } of lists) {
      for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(words);
      chapter.hidden = rows.every((row) => row.hidden);
      chapter.open = words ? !chapter.hidden : isOpen;
    }
    nothing.textContent = lists.every(({ chapter }) => chapter.hidden) ? place.dataset.nothing : "";
  });
  place.append(search, nothing);
}

document.querySelectorAll("[data-token-search]").forEach(addTokenSearch);
