// Bodies with their counts by role, as a bar chart in SVG, for files.

import { usedRoles } from "./data.js";
import { colour, SHAPES, svg } from "./dom.js";
import { roleName } from "./i18n.js";
import { fit } from "./pen.js";

const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
const [LEFT, BAR, ROW, TOP] = [190, 520, 24, 56];

const text = (x, y, words, anchor = "start", size = 12) =>
  svg(
    "text",
    {
      x,
      y,
      fill: colour("ink"),
      "font-size": size,
      "font-family": FONT,
      "text-anchor": anchor,
      "dominant-baseline": "central",
    },
    words,
  );

function legend(roles) {
  let x = 16;
  return roles.flatMap((role) => {
    const icon = svg("path", {
      d: SHAPES[role],
      fill: colour(role),
      transform: `translate(${x} 14) scale(.8)`,
    });
    const label = text(x + 18, 21, roleName(role));
    x += 34 + roleName(role).length * 12;
    return [icon, label];
  });
}

export function cardPicture(profiles) {
  const roles = usedRoles.filter((role) => profiles.some((profile) => profile.roles.get(role)));
  const sum = (profile) => [...profile.roles.values()].reduce((total, n) => total + n, 0);
  const most = Math.max(1, ...profiles.map(sum));
  const [width, height] = [LEFT + BAR + 70, TOP + profiles.length * ROW + 16];
  const root = svg(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` },
    svg("rect", { width, height, fill: colour("surface") }),
    legend(roles),
  );
  profiles.forEach((profile, at) => {
    const y = TOP + at * ROW;
    let x = LEFT;
    root.append(text(LEFT - 10, y + ROW / 2, fit(profile.body.short, LEFT - 24, 12), "end"));
    for (const role of roles) {
      const n = profile.roles.get(role) ?? 0;
      const wide = (BAR * n) / most;
      if (n)
        root.append(
          svg("rect", { x, y: y + 4, width: Math.max(0, wide - 1), height: ROW - 8, fill: colour(role) }),
        );
      x += wide;
    }
    root.append(text(x + 6, y + ROW / 2, String(sum(profile)), "start", 11));
  });
  return root;
}
