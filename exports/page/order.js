// The order of rows and columns: by name, by degree, or so that bodies that work together stand together.

const collator = new Intl.Collator("zh-Hans-CN");

function neighbours(members, met) {
  const near = new Map(members.map((body) => [body, new Map()]));
  for (const { a, b, statements } of met.values()) {
    near.get(a)?.set(b, statements.length);
    near.get(b)?.set(a, statements.length);
  }
  return near;
}

const strength = (near, body) => [...near.get(body).values()].reduce((sum, n) => sum + n, 0);

/** Label propagation with ties broken by name order: the same input gives the same groups. */
function clusters(members, near) {
  const label = new Map(members.map((body) => [body, body.i]));
  for (let round = 0; round < 12; round += 1) {
    let moved = 0;
    for (const body of members) {
      const votes = new Map();
      for (const [other, weight] of near.get(body))
        votes.set(
          label.get(other),
          (votes.get(label.get(other)) ?? 0) + weight / Math.sqrt(near.get(other).size),
        );
      const best = [...votes].sort((x, y) => y[1] - x[1] || x[0] - y[0])[0];
      if (best && best[0] !== label.get(body)) {
        label.set(body, best[0]);
        moved += 1;
      }
    }
    if (!moved) break;
  }
  return label;
}

/** Inside a group: start with the strongest, then always the one closest to the last few placed. */
function chain(group, near) {
  if (group.length > 300) return group.sort((a, b) => strength(near, b) - strength(near, a) || a.i - b.i);
  const left = new Set(group.sort((a, b) => strength(near, b) - strength(near, a) || a.i - b.i));
  const placed = [];
  while (left.size) {
    const tail = placed.slice(-3);
    let best = null;
    let most = -1;
    for (const body of left) {
      const pull =
        tail.reduce((sum, other) => sum + (near.get(body).get(other) ?? 0), 0) ||
        (placed.length ? 0 : strength(near, body));
      if (pull > most) {
        best = body;
        most = pull;
      }
    }
    placed.push(best);
    left.delete(best);
  }
  return placed;
}

export function arrange(members, met, how) {
  members.sort((a, b) => a.i - b.i);
  if (how === "name") return members.sort((a, b) => collator.compare(a.short, b.short) || a.i - b.i);
  const near = neighbours(members, met);
  if (how === "degree")
    return members.sort(
      (a, b) => near.get(b).size - near.get(a).size || strength(near, b) - strength(near, a) || a.i - b.i,
    );
  const label = clusters(members, near);
  const groups = new Map();
  for (const body of members) groups.set(label.get(body), [...(groups.get(label.get(body)) ?? []), body]);
  return [...groups.values()]
    .sort((a, b) => b.length - a.length || a[0].i - b[0].i)
    .flatMap((group) => chain(group, near));
}
