// Two pens with one set of strokes: a canvas for the screen, SVG for files.

import { svg } from "./dom.js";

const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
const UPRIGHT = /[\u2e80-\u9fff\uff01-\uff60]/;

export function canvasPen(context) {
  return {
    rect(x, y, width, height, fill) {
      context.fillStyle = fill;
      context.fillRect(x, y, width, height);
    },
    line(x1, y1, x2, y2, stroke, width = 1) {
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      context.stroke();
    },
    frame(x, y, width, height, stroke, thick = 2) {
      context.strokeStyle = stroke;
      context.lineWidth = thick;
      context.strokeRect(x, y, width, height);
    },
    text(words, x, y, { size = 12, fill = "#000", anchor = "start", bold = false } = {}) {
      context.font = `${bold ? 600 : 400} ${size}px ${FONT}`;
      context.fillStyle = fill;
      context.textAlign = anchor === "middle" ? "center" : anchor;
      context.textBaseline = "middle";
      context.fillText(words, x, y);
    },
    turned(words, x, y, options) {
      context.save();
      context.translate(x, y);
      context.rotate(Math.PI / 2);
      this.text(words, 0, 0, options);
      context.restore();
    },
    clip(x, y, width, height, draw) {
      context.save();
      context.beginPath();
      context.rect(x, y, width, height);
      context.clip();
      draw();
      context.restore();
    },
  };
}

export function svgPen(root) {
  let clips = 0;
  let into = root;
  return {
    rect(x, y, width, height, fill) {
      into.append(svg("rect", { x, y, width, height, fill }));
    },
    line(x1, y1, x2, y2, stroke, width = 1) {
      into.append(svg("line", { x1, y1, x2, y2, stroke, "stroke-width": width }));
    },
    frame(x, y, width, height, stroke, thick = 2) {
      into.append(svg("rect", { x, y, width, height, fill: "none", stroke, "stroke-width": thick }));
    },
    text(words, x, y, { size = 12, fill = "#000", anchor = "start", bold = false, turn = "" } = {}) {
      into.append(
        svg(
          "text",
          {
            x,
            y,
            fill,
            "font-size": size,
            "font-family": FONT,
            "font-weight": bold ? 600 : 400,
            "text-anchor": anchor,
            "dominant-baseline": "central",
            ...(turn && { transform: turn }),
          },
          words,
        ),
      );
    },
    turned(words, x, y, options) {
      this.text(words, x, y, { ...options, turn: `rotate(90 ${x} ${y})` });
    },
    clip(x, y, width, height, draw) {
      const id = `clip${(clips += 1)}`;
      root.append(svg("clipPath", { id }, svg("rect", { x, y, width, height })));
      const outer = into;
      into = svg("g", { "clip-path": `url(#${id})` });
      outer.append(into);
      draw();
      into = outer;
    },
  };
}

/** Chinese written downward, each sign upright; latin runs and brackets are turned. Ends at `bottom`. */
export function downward(pen, words, x, bottom, most, options) {
  const size = options.size ?? 12;
  const step = size + 1;
  const signs = Array.from(words);
  const kept =
    signs.length * step > most ? [...signs.slice(0, Math.max(1, Math.floor(most / step) - 1)), "…"] : signs;
  let y = bottom - kept.length * step + step / 2;
  for (const sign of kept) {
    if (UPRIGHT.test(sign) && !"（）〔〕《》…—".includes(sign))
      pen.text(sign, x, y, { ...options, anchor: "middle" });
    else pen.turned(sign, x, y, { ...options, anchor: "middle" });
    y += step;
  }
}

/** Words cut so that they fit a width, at about one em a Chinese sign. */
export function fit(words, width, size) {
  let left = width;
  let out = "";
  for (const sign of words) {
    left -= UPRIGHT.test(sign) ? size : size * 0.58;
    if (left < size * 0.6) return `${out}…`;
    out += sign;
  }
  return out;
}
