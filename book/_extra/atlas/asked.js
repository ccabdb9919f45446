"use strict";
// Answers the box on the first page: looks for what stands in the address, such as ?find=Moor.
(() => {
  const asked = new URLSearchParams(location.search).get("find");
  const view = document.getElementById("atlas-view");

  function ask() {
    const input = document.getElementById("atlas-search");
    if (!input || !view.dataset.ready) {
      requestAnimationFrame(ask); // the atlas is still being drawn
      return;
    }
    input.value = asked;
    input.form.requestSubmit();
  }

  if (view && asked && asked.trim()) ask();
})();
