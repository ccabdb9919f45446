"use strict";
// A view as the end of the page's address, and as a file to take away.
(() => {
  const atlas = (window.datacellAtlas = window.datacellAtlas || {});
  const KEYS = ["layer", "district", "only", "with", "services"];
  const FORMULA = /^[=+\-@\t\r]/; // what a spreadsheet would take for a formula

  atlas.emptyView = { place: null, layer: "", district: "", only: "", with: "", services: "" };

  // Such as #E01021988&layer=share_economic: the place, and what differs from the first view.
  atlas.writeView = (view) => {
    const parts = view.place === null ? [] : [encodeURIComponent(view.place)];
    for (const key of KEYS) {
      if (view[key]) parts.push(`${key}=${encodeURIComponent(view[key])}`);
    }
    const hash = parts.length ? `#${parts.join("&")}` : location.pathname.split("/").pop();
    history.replaceState(null, "", hash);
  };

  atlas.readView = () => {
    const view = { ...atlas.emptyView };
    for (const part of location.hash.slice(1).split("&").filter(Boolean)) {
      const [key, value] = part.split("=", 2);
      try {
        if (value === undefined) view.place = decodeURIComponent(key);
        else if (KEYS.includes(key)) view[key] = decodeURIComponent(value);
      } catch {
        continue; // an address cut short in the middle of a letter
      }
    }
    return view;
  };

  function writeCell(value) {
    const words = value === null ? "" : String(value);
    const safe = typeof value === "string" && FORMULA.test(words) ? `'${words}` : words;
    return /[",\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }

  atlas.writeTable = (places, data) => {
    const head = ["area_code", "neighbourhood", data.noun, "rank", ...data.layers.map(atlas.nameLayer)];
    const rows = places.map((place) => [
      data.codes[place],
      data.names[place],
      data.districts[data.district[place]][1],
      data.ranks[place],
      ...data.layers.map((layer) => layer.values[place]),
    ]);
    return [head, ...rows].map((row) => row.map(writeCell).join(",")).join("\r\n");
  };

  atlas.download = (text, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
})();
