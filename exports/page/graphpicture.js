// The network as SVG, for files.

import { colour, svg } from "./dom.js";

const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';

function outline({ x, y, size, shape }) {
  const polygon = (corners, turn) =>
    Array.from({ length: corners }, (_, at) =>
      [
        x + size * Math.cos(turn + (2 * Math.PI * at) / corners),
        y + size * Math.sin(turn + (2 * Math.PI * at) / corners),
      ]
        .map((n) => n.toFixed(1))
        .join(","),
    ).join(" ");
  const shapes = { square: [4, Math.PI / 4], diamond: [4, 0], hexagon: [6, 0], triangle: [3, -Math.PI / 2] };
  return shapes[shape]
    ? svg("polygon", { points: polygon(...shapes[shape]) })
    : svg("circle", { cx: x, cy: y, r: size });
}

function curve(edge, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const bend = edge.smooth.roundness * length;
  const middle = [(from.x + to.x) / 2 + (dy / length) * bend, (from.y + to.y) / 2 - (dx / length) * bend];
  const towards = Math.atan2(to.y - middle[1], to.x - middle[0]);
  const end = [to.x - Math.cos(towards) * (to.size + 3), to.y - Math.sin(towards) * (to.size + 3)];
  const group = svg("g", { stroke: edge.color.color, fill: "none", "stroke-opacity": edge.color.opacity });
  group.append(
    svg("path", {
      d: `M${from.x} ${from.y}Q${middle.map((n) => n.toFixed(1)).join(" ")} ${end.map((n) => n.toFixed(1)).join(" ")}`,
      "stroke-width": edge.width,
      ...(edge.dashes && { "stroke-dasharray": edge.dashes.join(" ") }),
    }),
  );
  if (edge.arrows) {
    const wing = (turn) =>
      [end[0] - 9 * Math.cos(towards + turn), end[1] - 9 * Math.sin(towards + turn)]
        .map((n) => n.toFixed(1))
        .join(",");
    group.append(
      svg("polygon", {
        points: `${end.map((n) => n.toFixed(1)).join(",")} ${wing(0.4)} ${wing(-0.4)}`,
        fill: edge.color.color,
        stroke: "none",
      }),
    );
  }
  return [group, middle];
}

function label(text, x, y, size, fill, bold) {
  return svg(
    "text",
    {
      x,
      y,
      fill,
      "font-size": size,
      "font-family": FONT,
      "font-weight": bold ? 600 : 400,
      "text-anchor": "middle",
      "paint-order": "stroke",
      stroke: colour("surface"),
      "stroke-width": 4,
      "stroke-linejoin": "round",
    },
    text,
  );
}

/** The drawn nodes and edges of vis-network as one SVG element. */
export function graphPicture(nodes, edges) {
  const xs = nodes.map((node) => node.x);
  const ys = nodes.map((node) => node.y);
  const [left, top] = [Math.min(...xs) - 110, Math.min(...ys) - 60];
  const [width, height] = [Math.max(...xs) + 110 - left, Math.max(...ys) + 70 - top];
  const root = svg(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `${left} ${top} ${width} ${height}` },
    svg("rect", { x: left, y: top, width, height, fill: colour("surface") }),
  );
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const labels = [];
  for (const edge of edges) {
    const [line, [x, y]] = curve(edge, byId.get(edge.from), byId.get(edge.to));
    root.append(line);
    if (edge.label) labels.push(label(edge.label, x, y, 11, colour("ink"), false));
  }
  for (const node of nodes) {
    const shape = outline(node);
    shape.setAttribute("fill", node.color.background);
    shape.setAttribute("stroke", node.color.border);
    shape.setAttribute("opacity", node.opacity);
    root.append(shape);
    labels.push(
      label(node.label, node.x, node.y + node.size + 14, node.font.size, node.font.color, node.size > 25),
    );
  }
  root.append(...labels);
  return root;
}
