/* What the desk does beside Django's admin; every page works without it. */
"use strict";

/* Times in the reader's zone; the moment in UTC stays in the tip and for whoever copies the page's source. */
function localTimes() {
  const two = (number) => String(number).padStart(2, "0");
  for (const shown of document.querySelectorAll("time[datetime]")) {
    const at = new Date(shown.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    shown.title = shown.textContent;
    shown.textContent =
      `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
  }
}

/* A slash leads to the search, from every page, except where somebody is writing. */
function slash(event) {
  const search = document.getElementById("desk-q");
  const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing || !search) return;
  event.preventDefault();
  search.focus();
  search.select();
}

/* Copying needs a page that was reached safely; elsewhere the buttons stay away. */
function copying() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      const said = button.textContent;
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = said; }, 1500);
    });
  }
}

localTimes();
copying();
document.addEventListener("keydown", slash);
