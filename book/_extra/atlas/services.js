"use strict";
// Services: what is nearest to a neighbourhood, and where they all are.
(() => {
  const atlas = (window.datacellAtlas = window.datacellAtlas || {});
  const make = (...given) => atlas.make(...given);

  // The nearest of each kind, for a card.
  atlas.tellServices = (place, data) => {
    if (!data.services?.length) return [];
    const list = document.createElement("dl");
    for (const { kind, period, covers, nearest } of data.services) {
      const ends = covers ? `; it ends at the border of ${covers}` : "";
      list.append(make("dt", `${atlas.raise(kind)} (${period}${ends})`), make("dd", nearest[place]));
    }
    const how = make("p", "In a straight line from the middle of the neighbourhood; by road it is " +
      "further. Ring before you go.");
    list.className = "atlas-nearest";
    return [make("h4", "What is near"), list, how];
  };

  atlas.raise = (words) => words[0].toUpperCase() + words.slice(1);

  // A box to tick for each kind; its services are letters on the map, each with its name. What is
  // ticked is told, and shown again, as the kinds with a comma between them.
  atlas.makeServices = (data, map, { onChange }) => {
    const kinds = (data.services ?? []).map(({ kind, points }, number) => {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.id = `atlas-services-${number}`;
      box.addEventListener("change", () => onChange(listTicked()));
      return { kind, points, box, shown: L.layerGroup() };
    });

    function listTicked() {
      return kinds.filter(({ box }) => box.checked).map(({ kind }) => kind).join(",");
    }

    function show(wanted) {
      for (const { kind, points, box, shown } of kinds) {
        box.checked = wanted.split(",").includes(kind);
        if (box.checked && !shown.getLayers().length) {
          for (const [name, east, north] of points) shown.addLayer(drawPoint(kind, name, east, north));
        }
        if (box.checked) map.leaflet.addLayer(shown);
        else map.leaflet.removeLayer(shown);
      }
      return listTicked();
    }

    const boxes = kinds.map(({ kind, box }, number) => {
      const letter = make("span", kind[0].toUpperCase());
      letter.className = "atlas-service";
      letter.setAttribute("aria-hidden", "true");
      const label = make("label", "", box, letter, ` ${atlas.raise(data.services[number].several)}`);
      label.htmlFor = box.id;
      return label;
    });
    const group = make("div", "", make("span", "Show on the map:"), ...boxes);
    group.className = "atlas-services";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Services on the map");
    group.hidden = !boxes.length;
    return { group, show };
  };

  function drawPoint(kind, name, east, north) {
    const letter = make("span", kind[0].toUpperCase());
    letter.className = "atlas-service";
    const icon = L.divIcon({ className: "atlas-point", html: letter, iconSize: [0, 0] });
    return L.marker([north, east], { icon, keyboard: false }).bindTooltip(make("span", `${name} (${kind})`));
  }
})();
