// The network around one body, drawn by vis-network from pyvis's nodes, edges and options.

import { bodies, edges, findBody, networkOptions } from "./data.js";
import { brief, clear, colour, h, mark, words } from "./dom.js";
import { around, parted, ringPlaces } from "./ego.js";
import { graphPicture } from "./graphpicture.js";
import { count, roleName, t } from "./i18n.js";
import { offerPicture } from "./export.js";
import { openList } from "./provenance.js";
import { profiles } from "./select.js";
import { cardLink, go, state } from "./state.js";

const LABELLED = 46;
const DASHES = {
  support: false,
  responsible: [10, 3],
  implement: [2, 4],
  guide: [8, 4, 2, 4],
  supervise: [12, 4],
  accept: [4, 2],
  delegator: [1, 3],
  chair: false,
  member: [6, 4],
  office: false,
  peer: [2, 3],
};

/** The body in the middle: the focus, else the one with most tasks. */
export function centre(selection) {
  const focus = findBody(state.focus);
  if (focus) return focus;
  const ranked = [...profiles(selection).values()]
    .filter((one) => one.body.kind !== "collective")
    .sort((a, b) => b.total - a.total || a.body.i - b.body.i);
  return ranked[0]?.body ?? null;
}

function nodeOf(body, focus, place, weight, far, zoom) {
  const own = body === focus;
  return {
    id: body.i,
    label: far ? undefined : short(body.short),
    title: body.label.slice(0, 200),
    x: place[0],
    y: place[1],
    shape: body.shape,
    physics: false,
    size: (own ? 24 : 8 + Math.min(14, 2.6 * Math.sqrt(weight))) * Math.sqrt(zoom),
    opacity: far ? 0.25 : 1,
    borderWidth: own ? 3 : 1.5,
    color: {
      background: own ? colour("accent") : colour(`node-${body.kind}`),
      border: own ? colour("accent") : colour("node-line"),
      highlight: { background: colour("accent"), border: colour("accent") },
      hover: { background: colour("node-hover"), border: colour("accent") },
    },
    font: {
      size: (own ? 16 : 12.5) * zoom,
      color: far ? colour("muted") : colour("ink"),
      strokeWidth: 4 * zoom,
      strokeColor: colour("surface"),
      face: "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif",
    },
  };
}

/** How far a body's mark and name reach from its place. */
function boxOf(body, focus, zoom) {
  const [radius, letter] = body === focus ? [24, 16] : [12, 12.5];
  return {
    half: zoom * Math.max(radius, (letter * (short(body.short).length + 1)) / 2),
    up: zoom * radius,
    down: zoom * (radius + 1.7 * letter),
  };
}

const short = (name) => brief(name, innerWidth < 640 ? 8 : 14);

function edgeOf(tie, id, turn, labelled, far) {
  const tone = colour(tie.kind) || colour("equal");
  return {
    id,
    from: tie.from.i,
    to: tie.to.i,
    arrows: tie.kind === "peer" ? "" : "to",
    dashes: DASHES[tie.kind] ?? false,
    width: Math.min(7, 1 + 0.9 * Math.sqrt(tie.list.length)),
    color: { color: tone, highlight: tone, hover: tone, opacity: far ? 0.12 : 0.78 },
    label: labelled ? `${roleName(tie.kind)}×${tie.list.length}` : undefined,
    title: `${tie.from.short} → ${tie.to.short} · ${roleName(tie.kind)} ${tie.list.length}`.slice(0, 300),
    font: { size: 11, color: colour("ink"), strokeWidth: 4, strokeColor: colour("surface"), align: "middle" },
    smooth: { enabled: true, type: "curvedCW", roundness: 0.08 + 0.14 * turn },
  };
}

/** Parallel edges bend apart: how many edges came before this one between its ends. Opposite ones bend away by themselves. */
function turns(ties) {
  const seen = new Map();
  return ties.map(({ from, to }) => {
    const key = `${from.i}-${to.i}`;
    const n = seen.get(key) ?? 0;
    seen.set(key, n + 1);
    return n;
  });
}

function pickers(focus, kinds, shown) {
  const segmented = (label, name, values) =>
    h(
      "div.segmented",
      { role: "group", "aria-label": label },
      values.map(([value, text]) =>
        h(
          "button",
          {
            type: "button",
            "aria-pressed": state[name] === value ? "true" : "false",
            onclick: () => go({ [name]: value }, true),
          },
          text,
        ),
      ),
    );
  const choice = h(
    "select",
    { "aria-label": t("pick_body"), onchange: (event) => go({ focus: event.target.value, s: "", pair: "" }) },
    [...bodies]
      .filter((body) => body.links.length)
      .sort((a, b) => b.links.length - a.links.length || a.i - b.i)
      .slice(0, 400)
      .map((body) => h("option", { value: body.key, selected: body === focus }, body.short.slice(0, 40))),
  );
  if (![...choice.options].some((option) => option.value === focus.key))
    choice.prepend(h("option", { value: focus.key, selected: true }, focus.short.slice(0, 40)));
  const legend = kinds.map((kind) =>
    h(
      "button.key",
      { type: "button", "aria-pressed": shown.has(kind) ? "true" : "false", onclick: () => toggleKind(kind) },
      mark(kind),
      roleName(kind),
    ),
  );
  return h(
    "div.view-head",
    {},
    h("label.picker", {}, t("pick_body"), " ", choice),
    h("a.quiet", { href: cardLink(focus) }, t("cards")),
    h("span.spacer"),
    segmented(t("graph"), "hops", [
      ["1", t("hops1")],
      ["2", t("hops2")],
    ]),
    segmented(t("graph"), "layout", [
      ["ring", t("ring")],
      ["map", t("map")],
    ]),
    h("div.legend", { role: "group", "aria-label": t("legend") }, legend),
  );
}

const hidden = new Set(["peer"]);
let redraw = () => {};

function toggleKind(kind) {
  if (hidden.has(kind)) hidden.delete(kind);
  else hidden.add(kind);
  redraw();
}

function tieTable(ties) {
  const box = h("details.as-table", {}, h("summary", {}, t("graph_table"), "（", count(ties.length), "）"));
  box.addEventListener("toggle", () => {
    if (!box.open || box.querySelector("table")) return;
    const rows = ties.map((tie) =>
      h(
        "tr",
        {},
        h("td", {}, words(tie.from.short, 40)),
        h("td", {}, mark(tie.kind), roleName(tie.kind)),
        h("td", {}, words(tie.to.short, 40)),
        h(
          "td.n",
          {},
          h("button.task", { type: "button", onclick: () => openTie(tie) }, count(tie.list.length)),
        ),
      ),
    );
    box.append(
      h(
        "div.wide",
        { tabIndex: 0, role: "region", "aria-label": t("graph_table") },
        h(
          "table.plain",
          {},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              ["from", "relation", "to", "shared_tasks"].map((key) => h("th", { scope: "col" }, t(key))),
            ),
          ),
          h("tbody", {}, rows),
        ),
      ),
    );
  });
  return box;
}

function openTie(tie) {
  openList(
    [
      words(tie.from.short, 30),
      tie.kind === "peer" ? " — " : " → ",
      words(tie.to.short, 30),
      " · ",
      roleName(tie.kind),
    ],
    tie.list,
  );
}

let network = null;

function mountNetwork(holder, nodes, ties, drawnEdges) {
  network?.destroy();
  const options = {
    ...networkOptions,
    physics: { enabled: false },
    layout: { randomSeed: 1, improvedLayout: false },
    autoResize: true,
    edges: {
      ...networkOptions.edges,
      smooth: false,
      selectionWidth: 1.5,
      hoverWidth: 1,
      arrows: { to: { scaleFactor: 0.6 } },
    },
    nodes: { chosen: true },
    interaction: {
      ...networkOptions.interaction,
      hover: true,
      tooltipDelay: 150,
      zoomView: false,
      keyboard: false,
      selectConnectedEdges: false,
    },
  };
  delete options.configure;
  network = new window.vis.Network(holder, { nodes, edges: drawnEdges }, options);
  network.on("click", ({ nodes: hit, edges: lines }) => {
    if (hit.length) go({ focus: bodies[hit[0]].key, s: "", pair: "" });
    else if (lines.length) openTie(ties[lines[0]]);
  });
  frame();
  return network;
}

/** How far the drawing will be shrunk to fit: words are enlarged by as much, so that they stay readable. */
function reach(box, places) {
  const all = [...places.values()];
  const span = (axis) =>
    Math.max(...all.map((place) => place[axis])) - Math.min(...all.map((place) => place[axis]));
  return Math.min(
    state.layout === "map" ? 9 : 2.2,
    Math.max(
      1,
      (span(0) + 160) / (box.clientWidth || 900),
      (span(1) + 120) / Math.max(416, innerHeight - 272),
    ),
  );
}

/** Fits the drawing with room for the words at its edge. */
function frame() {
  network.fit({ animation: false });
  network.moveTo({ scale: network.getScale() * (innerWidth < 640 ? 0.86 : 0.95) });
}

function zoomer() {
  const by = (factor) => network.moveTo({ scale: network.getScale() * factor });
  const button = (label, name, act) =>
    h("button.icon", { type: "button", "aria-label": name, onclick: act }, label);
  return h(
    "div.zoom",
    {},
    button("+", t("zoom_in"), () => by(1.3)),
    button("−", t("zoom_out"), () => by(1 / 1.3)),
    button("⤢", t("fit"), frame),
  );
}

let last = { key: null };

/** Draws the ego network of the centre. */
export function drawGraph(box, selection) {
  const focus = centre(selection);
  if (!focus) {
    last = { key: null };
    offerPicture(null);
    clear(
      box,
      h("p.nothing", {}, edges.length || bodies.length ? t("no_match") : t("empty"), " ", t("widen")),
    );
    return;
  }
  const key = JSON.stringify([
    focus.i,
    state.role,
    state.doc,
    state.year,
    state.kind,
    state.collectives,
    state.inferred,
    state.q,
    state.hops,
    state.layout,
    state.lang,
    [...hidden],
    document.documentElement.dataset.theme,
    colour("surface"),
  ]);
  redraw = () => {
    last = { key: null };
    drawGraph(box, selection);
  };
  if (last.key === key && last.holder.isConnected) {
    offerPicture(last.picture);
    return;
  }
  const aspect = Math.min(1.6, Math.max(0.6, (box.clientWidth || 900) / Math.max(416, innerHeight - 272)));
  const ego = around(
    focus,
    selection,
    Number(state.hops),
    hidden,
    state.layout === "map",
    box.clientWidth < 600 ? 14 : 36,
  );
  const kinds = ego.kinds;
  const first =
    state.layout === "map"
      ? new Map([...ego.nodes.keys()].map((body) => [body, [Math.round(body.x * aspect), body.y]]))
      : ringPlaces(focus, ego, aspect);
  const bend = turns(ego.ties);
  const near = (body) => ego.nodes.get(body).hop <= Number(state.hops);
  const labelled = ego.ties.length <= LABELLED;
  const drawnEdges = ego.ties.map((tie, at) =>
    edgeOf(tie, at, bend[at], labelled && near(tie.from) && near(tie.to), !near(tie.from) || !near(tie.to)),
  );
  const zoom = reach(box, first);
  const places = state.layout === "map" ? first : parted(first, (body) => boxOf(body, focus, zoom));
  const nodes = [...ego.nodes].map(([body, { weight }]) =>
    nodeOf(body, focus, places.get(body), weight, !near(body), zoom),
  );
  const holder = h("div.network", {
    role: "img",
    "aria-label": t("graph_label", { a: focus.label.slice(0, 100) }),
  });
  clear(
    box,
    pickers(focus, kinds, new Set(kinds.filter((kind) => !hidden.has(kind)))),
    h("div.network-frame", {}, holder, zoomer()),
    h("p.note", {}, t("graph_hint"), ego.cut > 0 && [" ", t("graph_more", { n: ego.limit })]),
    tieTable(ego.all),
  );
  mountNetwork(holder, nodes, ego.ties, drawnEdges);
  last = { key, holder, picture: () => graphPicture(nodes, drawnEdges) };
  offerPicture(last.picture);
}
