"use strict";
// What stands around a map: what to colour by, the legend, and a line that says what happens.
(() => {
  const atlas = (window.datacellAtlas = window.datacellAtlas || {});
  const FIRST_LAYER = "most_vulnerable_share";
  const GROUPS = {
    index: "Where it stands",
    domain: "Where it stands in a domain",
    count: "How many people or households",
    indicator: "Shares and rates",
    outcome: "What happened (known for larger areas only)",
  };
  const make = (...given) => atlas.make(...given);

  atlas.makeStatus = () => {
    const status = make("p");
    status.className = "atlas-status";
    status.setAttribute("role", "status");
    return { status, say: (words) => { status.textContent = words; } };
  };

  atlas.makeChoice = (name, id, options) => {
    const select = make("select", "", ...options);
    select.id = id;
    const label = make("label", name);
    label.htmlFor = id;
    return { select, field: make("div", "", label, select) };
  };

  atlas.makeOption = (value, words) => {
    const option = make("option", words);
    option.value = value;
    return option;
  };

  // The layers in their groups; the first, which an address need not name, has no value.
  atlas.makeLayerChoice = (data) => {
    const grouped = Object.entries(GROUPS).map(([group, words]) => {
      const own = data.layers.filter((layer) => layer.group === group);
      const options = own.map(({ column, title }) =>
        atlas.makeOption(column === FIRST_LAYER ? "" : column, title));
      const element = make("optgroup", "", ...options);
      element.label = words;
      return element;
    });
    return atlas.makeChoice("Colour by", "atlas-layer", grouped.filter((one) => one.children.length));
  };

  atlas.makeMapFrame = (words) => {
    const frame = make("div");
    frame.className = "atlas-map";
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", `${words} Arrow keys move it, plus and minus zoom.`);
    return frame;
  };

  atlas.makeLegend = () => {
    const title = make("p");
    title.className = "atlas-legend-title";
    const list = make("ul");
    list.className = "atlas-legend";
    return {
      title,
      list,
      draw(layer, classes, data) {
        title.textContent = layer.unit === "standing"
          ? `${layer.title}: of all neighbourhoods in ${data.nation}` : atlas.nameLayer(layer);
        if (layer.areas) title.textContent += ": all neighbourhoods of one such area look alike";
        list.replaceChildren(...classes.map(({ colour, label, count }) => {
          const patch = make("span");
          patch.className = "atlas-patch";
          patch.style.background = colour;
          return make("li", "", patch, `${label}: ${atlas.count(count)}`);
        }));
        if (!classes.length) list.replaceChildren(make("li", "No neighbourhood fits this choice."));
      },
    };
  };
})();
