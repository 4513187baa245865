// The neighbourhood of a body under the filters, and where its members stand.

import { edges } from "./data.js";
import { crew } from "./select.js";

const FAR = 24;
const NEAR_OF_TWO = 18;
const PLAIN = 90;
const BY_EACH = 2;
const OTHERS = 400;
const ROUNDS = 60;

const touching = new Map();
for (const edge of edges) {
  for (const end of [edge.from, edge.to]) {
    if (!touching.has(end)) touching.set(end, []);
    touching.get(end).push(edge);
  }
}

/** The edge with the statements that pass: both ends keep a role there, one of them a filtered one. */
function passing(edge, selection) {
  const list = edge.statements.filter((statement) => {
    if (!selection.passes(statement)) return false;
    const seats = crew(statement, selection, true).filter(
      (seat) => seat.body === edge.from || seat.body === edge.to,
    );
    return seats.length === 2 && (seats[0].on || seats[1].on);
  });
  return list.length ? { from: edge.from, to: edge.to, kind: edge.kind, list } : null;
}

function tiesOf(body, selection) {
  return (touching.get(body) ?? []).map((edge) => passing(edge, selection)).filter(Boolean);
}

function strongest(ties, body, known) {
  const weight = new Map();
  for (const tie of ties) {
    const other = tie.from === body ? tie.to : tie.from;
    if (!known.has(other)) weight.set(other, (weight.get(other) ?? 0) + tie.list.length);
  }
  return [...weight].sort((a, b) => b[1] - a[1] || a[0].i - b[0].i);
}

function addOthers(nodes) {
  const ranked = [...touching].sort((a, b) => b[1].length - a[1].length || a[0].i - b[0].i);
  for (const [body] of ranked) {
    if (nodes.size >= OTHERS) return;
    if (!nodes.has(body)) nodes.set(body, { hop: 9, weight: 2 });
  }
}

/** Ties to draw: all among the near bodies while they are few, else the centre's and each outer body's strongest. */
function drawn(focus, nodes, selection, hidden) {
  const far = (body) => (nodes.get(body)?.hop ?? 9) > 2;
  const two = [...nodes.values()].some((node) => node.hop === 2);
  const source = two ? edges : (touching.get(focus) ?? []);
  const ties = source
    .filter((edge) => !far(edge.from) && !far(edge.to) && !hidden.has(edge.kind))
    .map((edge) => passing(edge, selection))
    .filter(Boolean);
  if (ties.length <= PLAIN) return ties;
  const used = new Map();
  const outer = ({ from, to }) => [from, to].find((body) => nodes.get(body).hop === 2);
  return ties
    .sort((a, b) => b.list.length - a.list.length || a.from.i - b.from.i || a.to.i - b.to.i)
    .filter((tie) => {
      if (tie.from === focus || tie.to === focus) return true;
      const hops = nodes.get(tie.from).hop + nodes.get(tie.to).hop;
      const body = outer(tie);
      if (hops !== 3 || (used.get(body) ?? 0) >= BY_EACH) return false;
      used.set(body, (used.get(body) ?? 0) + 1);
      return true;
    });
}

/** Nodes with their hop and weight, and the ties among them; `all` holds every tie of the centre. */
export function around(focus, selection, hops, hidden, everything, most) {
  const direct = tiesOf(focus, selection);
  const kinds = [...new Set(direct.map((tie) => tie.kind))];
  const shown = direct.filter((tie) => !hidden.has(tie.kind));
  const nodes = new Map([[focus, { hop: 0, weight: 9 }]]);
  const ranked = strongest(shown, focus, nodes);
  const near = hops > 1 ? Math.min(most, NEAR_OF_TWO) : most;
  for (const [body, weight] of ranked.slice(0, near)) nodes.set(body, { hop: 1, weight });
  if (hops > 1) {
    const second = new Map();
    for (const [body] of [...nodes].slice(1)) {
      for (const [other, weight] of strongest(
        tiesOf(body, selection).filter((tie) => !hidden.has(tie.kind)),
        body,
        nodes,
      )) {
        const seen = second.get(other);
        second.set(other, { weight: weight + (seen?.weight ?? 0), by: seen?.by ?? body });
      }
    }
    const outer = [...second].sort((a, b) => b[1].weight - a[1].weight || a[0].i - b[0].i).slice(0, FAR);
    for (const [other, { weight, by }] of outer) nodes.set(other, { hop: 2, weight, by });
  }
  if (everything) addOthers(nodes);
  const ties = drawn(focus, nodes, selection, hidden);
  const all = [...direct].sort(
    (a, b) => b.list.length - a.list.length || a.from.i - b.from.i || a.to.i - b.to.i,
  );
  return { nodes, ties, all, kinds, cut: Math.max(0, ranked.length - near), limit: near };
}

/** Neighbours on an ellipse, in the order of their direction in the computed layout; the second hop outside. */
export function ringPlaces(focus, ego, aspect) {
  const angle = (body) => Math.atan2(body.y - focus.y, body.x - focus.x);
  const ring = (hop) =>
    [...ego.nodes]
      .filter(([, node]) => node.hop === hop)
      .map(([body, node]) => ({ body, angle: angle(node.by ?? body) }))
      .sort((a, b) => a.angle - b.angle || a.body.i - b.body.i);
  const places = new Map([[focus, [0, 0]]]);
  const inner = ring(1);
  const base = Math.max(200, inner.length * 15);
  const [wide, tall] = [Math.sqrt(aspect), 1 / Math.sqrt(aspect)];
  const put = (list, radius, offset) =>
    list.forEach(({ body }, at) => {
      const turn = offset + (2 * Math.PI * at) / list.length;
      const reach = list.length > 24 && at % 2 ? 0.74 : 1;
      places.set(body, [
        Math.round(radius * wide * reach * Math.cos(turn)),
        Math.round(radius * tall * reach * Math.sin(turn)),
      ]);
    });
  put(inner, base, -Math.PI / 2);
  put(ring(2), base * 1.85, -Math.PI / 2 + 0.1);
  return places;
}

/** Places moved up or down until no name covers another; `boxOf` tells how far a body reaches: half, up, down. */
export function parted(places, boxOf) {
  const all = [...places].map(([body, [x, y]]) => ({ body, x, y, ...boxOf(body) }));
  const [centre, ...others] = all;
  const apart = (upper, lower) => {
    if (Math.abs(upper.x - lower.x) >= upper.half + lower.half) return false;
    const cover = upper.y + upper.down - (lower.y - lower.up);
    if (cover <= 0) return false;
    const share = upper === centre || lower === centre ? 1 : 0.5;
    if (upper !== centre) upper.y -= cover * share;
    if (lower !== centre) lower.y += cover * share;
    return true;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const rows = [centre, ...others].sort((a, b) => a.y - b.y || a.body.i - b.body.i);
    const moved = rows.map((upper, at) => rows.slice(at + 1).some((lower) => apart(upper, lower)));
    if (!moved.includes(true)) break;
  }
  return new Map(all.map(({ body, x, y }) => [body, [x, Math.round(y)]]));
}
