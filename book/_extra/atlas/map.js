"use strict";
// The map: Leaflet's canvas, in metres of the national grid, without any picture behind it.
(() => {
  const atlas = (window.datacellAtlas = window.datacellAtlas || {});
  const EDGE = { color: "#8d8699", weight: 0.4, fillOpacity: 1 };
  const LEFT_OUT = { color: "#cfccd4", weight: 0.3, fillColor: "#ffffff", fillOpacity: 1 };
  // A light line on a dark one: it is seen on every colour.
  const CHOSEN = [{ color: "#000000", weight: 6.5 }, { color: "#ffd400", weight: 3 }];
  const POINTED = [{ color: "#000000", weight: 4 }, { color: "#ffffff", weight: 1.5 }];
  const TOWNS_FROM = 1.25; // steps of zoom past the whole area at which towns get their names
  const NEAR = 2.5; // steps of zoom past the whole area to which a place is brought near
  const SURROUNDINGS = 1.5; // of a place's own size, that stay in view on each side
  const AIR = 3; // pixels between two names

  function addNames(map, names) {
    const placed = names.map(({ words, bounds, kind }) => {
      const box = document.createElement("span");
      box.textContent = words;
      const icon = L.divIcon({ className: `atlas-name atlas-name-${kind}`, html: box, iconSize: [0, 0] });
      const options = { icon, interactive: false, keyboard: false };
      return { box, kind, marker: L.marker(bounds.getCenter(), options) };
    });
    const tooNear = (one, other) =>
      one.left < other.right + AIR && other.left < one.right + AIR &&
      one.top < other.bottom + AIR && other.top < one.bottom + AIR;
    return (whole) => {
      const view = map.getBounds();
      const towns = map.getZoom() >= whole + TOWNS_FROM;
      const wanted = placed.filter(({ kind, marker }) =>
        (kind === "district" || towns) && view.contains(marker.getLatLng()));
      for (const { marker } of placed) marker.remove();
      for (const { marker } of wanted) marker.addTo(map);
      const rooms = wanted.map(({ box }) => box.getBoundingClientRect());
      const taken = [];
      rooms.forEach((room, number) => {
        if (taken.some((other) => tooNear(room, other))) wanted[number].marker.remove();
        else taken.push(room);
      });
    };
  }

  atlas.makeMap = (element, data, { onChoose, onPoint, describe }) => {
    const { rings, borders } = atlas.readShapes(data.shapes, data.district);
    const map = L.map(element, {
      crs: L.CRS.Simple,
      renderer: L.canvas({ padding: 0.3 }),
      attributionControl: false,
      scrollWheelZoom: false,
      zoomSnap: 0.25,
      zoomDelta: 0.75,
      minZoom: -11,
      maxZoom: 0,
    });
    L.control.scale({ imperial: false }).addTo(map);
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    const shapes = rings.map((ring) => L.polygon(ring, { ...EDGE, smoothFactor: 0.6 }));
    const group = L.featureGroup(shapes);
    map.fitBounds(group.getBounds(), { animate: false });
    group.addTo(map);
    L.polyline(borders, { color: "#1d2733", weight: 1.3, interactive: false }).addTo(map);
    const number = new Map(shapes.map((shape, place) => [shape, place]));
    group.bindTooltip((shape) => describe(number.get(shape)), { sticky: true });
    group.on("click", (event) => onChoose(number.get(event.layer)));
    group.on("mouseover", (event) => onPoint(number.get(event.layer)));
    group.on("mouseout", () => onPoint(null));

    const joinBounds = (kind, key, names) => {
      const joined = names.map((words) => ({ words, kind, bounds: L.latLngBounds([]) }));
      key.forEach((one, place) => joined[one].bounds.extend(shapes[place].getBounds()));
      return joined;
    };
    const districts = joinBounds("district", data.district, data.districts.map(([, name]) => name));
    const writeNames = addNames(map, [...districts, ...joinBounds("town", data.town, data.towns)]);
    let whole = map.getZoom();
    map.on("moveend", () => writeNames(whole));
    writeNames(whole);

    const outlines = L.layerGroup().addTo(map);
    const outline = (place, lines) => {
      for (const line of lines) {
        const look = { ...line, fill: false, interactive: false, smoothFactor: 0.6 };
        outlines.addLayer(L.polygon(rings[place], look));
      }
    };
    return {
      paint(find, shown) {
        const inside = new Set(shown);
        shapes.forEach((shape, place) => shape.setStyle(
          inside.has(place) ? { ...EDGE, fillColor: find(place).colour } : LEFT_OUT));
      },
      raise(chosen, pointed) {
        outlines.clearLayers();
        for (const place of chosen) outline(place, CHOSEN);
        if (pointed !== null && !chosen.includes(pointed)) outline(pointed, POINTED);
      },
      showAll(places) {
        const bounds = L.latLngBounds([]);
        for (const place of places) bounds.extend(shapes[place].getBounds());
        if (!bounds.isValid()) return;
        map.fitBounds(bounds, { animate: false });
        if (places.length === shapes.length) whole = map.getZoom();
      },
      showPlace(place) {
        const bounds = shapes[place].getBounds();
        const closest = map.getBoundsZoom(bounds.pad(SURROUNDINGS));
        if (map.getZoom() < Math.min(closest, whole + NEAR)) {
          map.setView(bounds.getCenter(), Math.min(closest, whole + NEAR), { animate: false });
        } else if (!map.getBounds().contains(bounds)) {
          map.panTo(bounds.getCenter(), { animate: false });
        }
      },
      resize() {
        map.invalidateSize({ animate: false });
      },
      remove() {
        map.remove();
      },
    };
  };
})();
