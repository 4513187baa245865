// Bodies against bodies: how many tasks they share, and who answers for them.

import { bodies, findBody, years } from "./data.js";
import { clear, colour, h, svg, words } from "./dom.js";
import { comparedYears, pairChanges, yearPicker } from "./change.js";
import { arrange } from "./order.js";
import { count, t } from "./i18n.js";
import { offerPicture } from "./export.js";
import { canvasPen, downward, fit, svgPen } from "./pen.js";
import { openPair } from "./provenance.js";
import { pairs, profiles } from "./select.js";
import { go, link, state } from "./state.js";
import { neverTable, pairTable } from "./pairs.js";

const LARGEST_PICTURE = 400;

function modelOf(selection) {
  const comparing = state.compare !== "" && years.length > 1;
  const met = comparing ? pairChanges() : pairs(selection);
  const seen = new Set();
  for (const pair of met.values()) {
    seen.add(pair.a);
    seen.add(pair.b);
  }
  const focus = findBody(state.focus);
  const totals = profiles(selection);
  if (state.ask === "never")
    for (const body of totals.keys())
      if (body.kind === "agency" && totals.get(body).total > 1) seen.add(body);
  const order = arrange([...seen], met, state.order);
  const cell = order.length > 140 ? 18 : order.length > 60 ? 22 : order.length > 26 ? 26 : 32;
  const narrow = innerWidth < 640;
  const longest = Math.max(0, ...order.map((body) => Math.min(12, Array.from(body.short).length)));
  const most = [...met.values()].reduce((high, pair) => Math.max(high, pair.statements.length), 1);
  return {
    met,
    order,
    cell,
    focus,
    most,
    totals,
    comparing,
    never: state.ask === "never",
    left: Math.min(narrow ? 92 : 158, longest * 13 + 18),
    top: Math.min(narrow ? 96 : 132, longest * 13 + 14),
    at: (row, column) =>
      met.get(
        Math.min(order[row].i, order[column].i) * bodies.length + Math.max(order[row].i, order[column].i),
      ) ?? null,
  };
}

function inks() {
  return Object.fromEntries(
    [
      "ink",
      "muted",
      "line",
      "surface",
      "sunken",
      "accent",
      "lead",
      "support",
      "heat",
      "equal",
      "gained",
      "lost",
    ].map((name) => [name, colour(name)]),
  );
}

function paintCell(pen, model, ink, row, column, x, y) {
  const size = model.cell;
  if (row === column) {
    pen.rect(x, y, size - 1, size - 1, ink.sunken);
    const own = model.totals.get(model.order[row])?.total;
    if (size > 20 && own)
      pen.text(String(own), x + size / 2, y + size / 2, { size: 10, fill: ink.muted, anchor: "middle" });
    return;
  }
  const pair = model.at(row, column);
  if (!pair) {
    if (model.never) pen.rect(x + size / 2 - 2, y + size / 2 - 2, 4, 4, ink.lost);
    return;
  }
  const n = pair.statements.length;
  if (model.comparing) {
    const sign = { gained: "+", lost: "−", unchanged: "=" }[pair.change];
    const fill = { gained: ink.gained, lost: ink.lost, unchanged: ink.equal }[pair.change];
    pen.rect(x, y, size - 1, size - 1, alpha(fill, 0.3));
    const same = pair.change === "unchanged";
    pen.text(size > 20 && n < 100 ? `${sign}${n}` : sign, x + size / 2, y + size / 2, {
      size: same ? 10 : 11,
      fill: same ? ink.muted : ink.ink,
      anchor: "middle",
      bold: !same,
    });
    return;
  }
  pen.rect(x, y, size - 1, size - 1, alpha(ink.heat, 0.08 + 0.5 * Math.sqrt(n / model.most)));
  const flip = model.order[row] !== pair.a;
  const parts = [
    [flip ? pair.second : pair.first, ink.lead],
    [flip ? pair.first : pair.second, ink.support],
    [pair.equal, ink.equal],
  ];
  const bar = size > 20 ? 4 : 3;
  let left = x;
  for (const [part, fill] of parts) {
    const width = ((size - 1) * part) / n;
    if (width) pen.rect(left, y + size - 1 - bar, width, bar, fill);
    left += width;
  }
  if (size > 20)
    pen.text(String(n), x + size / 2, y + (size - bar) / 2, {
      size: 11,
      fill: ink.ink,
      anchor: "middle",
      bold: n === model.most,
    });
}

const alpha = (hex, share) =>
  `${hex}${Math.round(share * 255)
    .toString(16)
    .padStart(2, "0")}`;

/** Paints the part of the matrix that lies under a window of `width` by `height` at (dx, dy). */
function paint(pen, model, ink, { dx, dy, width, height, active }) {
  const { cell, left, top, order } = model;
  const rows = [
    Math.max(0, Math.floor(dy / cell)),
    Math.min(order.length, Math.ceil((dy + height - top) / cell)),
  ];
  const columns = [
    Math.max(0, Math.floor(dx / cell)),
    Math.min(order.length, Math.ceil((dx + width - left) / cell)),
  ];
  pen.rect(0, 0, width, height, ink.surface);
  const lit = (at) => order[at] === model.focus || (active && (at === active[0] || at === active[1]));
  pen.clip(left, top, width - left, height - top, () => {
    for (let row = rows[0]; row < rows[1]; row += 1) {
      const y = top + row * cell - dy;
      if (order[row] === model.focus || row === active?.[0])
        pen.rect(left, y, width, cell - 1, alpha(ink.accent, 0.07));
      for (let column = columns[0]; column < columns[1]; column += 1) {
        const x = left + column * cell - dx;
        if (order[column] === model.focus || column === active?.[1])
          pen.rect(x, y, cell - 1, cell - 1, alpha(ink.accent, 0.07));
        paintCell(pen, model, ink, row, column, x, y);
      }
      pen.line(left, y + cell - 0.5, width, y + cell - 0.5, alpha(ink.line, 0.6));
    }
    for (let column = columns[0]; column < columns[1]; column += 1) {
      const x = left + column * cell - dx + cell - 0.5;
      pen.line(x, top, x, height, alpha(ink.line, 0.6));
    }
    if (active)
      pen.frame(left + active[1] * cell - dx, top + active[0] * cell - dy, cell - 1, cell - 1, ink.accent);
  });
  const size = cell > 20 ? 12 : 11;
  const look = (at) => ({ size, fill: lit(at) ? ink.accent : ink.ink, bold: lit(at) });
  pen.clip(0, top, left, height - top, () => {
    for (let row = rows[0]; row < rows[1]; row += 1)
      pen.text(fit(order[row].short, left - 10, size), left - 8, top + row * cell - dy + cell / 2, {
        ...look(row),
        anchor: "end",
      });
  });
  pen.clip(left, 0, width - left, top, () => {
    for (let column = columns[0]; column < columns[1]; column += 1)
      downward(
        pen,
        order[column].short,
        left + column * cell - dx + cell / 2,
        top - 6,
        top - 10,
        look(column),
      );
  });
}

function describe(model, row, column) {
  const [a, b] = [model.order[row], model.order[column]];
  if (a === b) return t("cell_self", { a: a.label, n: model.totals.get(a)?.total ?? 0 });
  const pair = model.at(row, column);
  if (!pair) return t("cell_none", { a: a.label, b: b.label });
  const flip = a !== pair.a;
  const change = pair.change ? `${t(pair.change)} · ` : "";
  return (
    change +
    t("cell", {
      a: a.label,
      b: b.label,
      n: pair.statements.length,
      x: flip ? pair.second : pair.first,
      y: flip ? pair.first : pair.second,
      z: pair.equal,
    })
  );
}

function pictureOf(model) {
  return () => {
    const shown = { ...model, order: model.order.slice(0, LARGEST_PICTURE) };
    const [width, height] = [
      model.left + shown.order.length * model.cell + 2,
      model.top + shown.order.length * model.cell + 2,
    ];
    const root = svg("svg", {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
    });
    paint(svgPen(root), shown, inks(), { dx: 0, dy: 0, width, height, active: null });
    return root;
  };
}

function surface(model) {
  const canvas = h("canvas.matrix-canvas");
  const [full, tall] = [
    model.left + model.order.length * model.cell + 1,
    model.top + model.order.length * model.cell + 1,
  ];
  const status = h(
    "p.matrix-status",
    { id: "matrix-status", role: "status" },
    t(model.comparing ? "matrix_compare" : "matrix_legend"),
  );
  const scroller = h(
    "div.matrix-scroll",
    {
      tabIndex: 0,
      role: "application",
      "aria-label": t("matrix_label"),
      "aria-describedby": "matrix-status",
    },
    h("div.matrix-sizer", { style: { width: `${full}px`, height: `${tall}px` } }, canvas),
  );
  let active = null;
  const draw = () => {
    const [width, height] = [Math.min(full, scroller.clientWidth), Math.min(tall, scroller.clientHeight)];
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(canvasPen(context), model, inks(), {
      dx: scroller.scrollLeft,
      dy: scroller.scrollTop,
      width,
      height,
      active,
    });
  };
  const locate = (event) => {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const column = Math.floor((x - model.left + scroller.scrollLeft) / model.cell);
    const row = Math.floor((y - model.top + scroller.scrollTop) / model.cell);
    return { row: y < model.top ? -1 : row, column: x < model.left ? -1 : column };
  };
  const inside = (n) => n >= 0 && n < model.order.length;
  const moveTo = (row, column, follow) => {
    active = [row, column];
    status.textContent = describe(model, row, column);
    if (follow) {
      const [x, y] = [column * model.cell, row * model.cell];
      const room = [
        scroller.clientWidth - model.left - model.cell,
        scroller.clientHeight - model.top - model.cell,
      ];
      if (x < scroller.scrollLeft) scroller.scrollLeft = x;
      else if (x > scroller.scrollLeft + room[0]) scroller.scrollLeft = x - room[0];
      if (y < scroller.scrollTop) scroller.scrollTop = y;
      else if (y > scroller.scrollTop + room[1]) scroller.scrollTop = y - room[1];
    }
    draw();
  };
  const open = (row, column) => {
    if (row !== column) openPair(model.order[row], model.order[column]);
    else location.hash = link({ view: "cards", focus: model.order[row].key, ask: "" });
  };
  scroller.addEventListener("scroll", draw, { passive: true });
  canvas.addEventListener("mousemove", (event) => {
    const { row, column } = locate(event);
    if (inside(row) && inside(column) && (active?.[0] !== row || active?.[1] !== column))
      moveTo(row, column, false);
  });
  canvas.addEventListener("click", (event) => {
    const { row, column } = locate(event);
    if (inside(row) && inside(column)) open(row, column);
    else if (inside(row) !== inside(column)) go({ focus: model.order[inside(row) ? row : column].key });
  });
  scroller.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const [row, column] = active ?? [0, -1];
    if (step) {
      event.preventDefault();
      const last = model.order.length - 1;
      moveTo(Math.min(last, Math.max(0, row + step[0])), Math.min(last, Math.max(0, column + step[1])), true);
    } else if (event.key === "Enter" && active) {
      event.preventDefault();
      open(...active);
    }
  });
  new ResizeObserver(draw).observe(scroller);
  scroller.addEventListener("matrix-draw", draw);
  return [status, scroller];
}

function tools(model) {
  const orders = h(
    "div.segmented",
    { role: "group", "aria-label": t("order") },
    ["cluster", "degree", "name"].map((key) =>
      h(
        "button",
        {
          type: "button",
          "aria-pressed": state.order === key ? "true" : "false",
          onclick: () => go({ order: key }, true),
        },
        t(`o_${key}`),
      ),
    ),
  );
  const key = (name, label) => h("span.key", {}, h(`span.swatch.sw-${name}`), label);
  const legend = model.comparing
    ? [
        key("gained", `＋ ${t("gained")}`),
        key("lost", `－ ${t("lost")}`),
        key("equal", `＝ ${t("unchanged")}`),
      ]
    : [
        key("lead", t("row_leads")),
        key("support", t("column_leads")),
        key("equal", t("equal")),
        model.never && key("never", t("never_met")),
      ];
  return h(
    "div.view-head",
    {},
    h("span.note", {}, t("bodies_n", { n: count(model.order.length) })),
    model.focus && h("a.chip", { href: link({ focus: "" }) }, words(model.focus.short, 20), " ×"),
    h("span.spacer"),
    years.length > 1 && yearPicker(true),
    orders,
    h("div.legend", {}, legend),
  );
}

let last = { key: null };

/** Draws the matrix; what merely opens the panel leaves it in place. */
export function drawMatrix(box, selection) {
  const key = JSON.stringify([
    state.role,
    state.doc,
    state.year,
    state.kind,
    state.collectives,
    state.inferred,
    state.q,
    state.order,
    state.compare,
    state.ask,
    state.focus,
    state.lang,
    comparedYears(),
  ]);
  if (last.key === key && last.box?.isConnected) {
    last.box.dispatchEvent(new Event("matrix-draw"));
    offerPicture(last.picture);
    return;
  }
  const model = modelOf(selection);
  if (model.order.length < 2) {
    last = { key: null };
    offerPicture(null);
    clear(box, h("p.nothing", {}, t("no_match"), " ", t("widen")));
    return;
  }
  const parts = surface(model);
  last = { key, box: parts[1], picture: pictureOf(model) };
  offerPicture(last.picture);
  clear(box, tools(model), parts, model.never ? neverTable(model) : pairTable(model));
  parts[1].dispatchEvent(new Event("matrix-draw"));
}
