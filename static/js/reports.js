// A press on a figure's token puts it into the text. Without this, one copies it by hand.
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
