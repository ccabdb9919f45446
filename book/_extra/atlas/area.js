"use strict";
// Starts the atlas of an area, whose page holds all of its neighbourhoods.
(() => {
  const atlas = window.datacellAtlas;
  const root = document.getElementById("atlas-view");
  const parts = root.querySelector(".atlas-parts");
  parts.hidden = false;
  root.querySelector(".atlas-waiting").remove();
  const data = JSON.parse(document.getElementById("atlas-data").textContent);
  const holder = document.querySelector(".atlas-rows");
  const shown = atlas.show(data, { root, parts, holder, first: atlas.readView() });
  window.addEventListener("hashchange", () => shown.change(atlas.readView()));
})();
