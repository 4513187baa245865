// Words of the interface, Chinese first. Words of documents are never translated.

import { state } from "./state.js";
import { roles } from "./data.js";
import { phrases } from "./phrases.js";

const at = () => (state.lang === "en" ? 1 : 0);

/** A phrase with its blanks filled: t("tasks", { n: 3 }). */
export function t(key, blanks = {}) {
  const phrase = phrases[key];
  if (!phrase) return key;
  return phrase[at()].replace(/\{(\w+)\}/g, (_, name) => String(blanks[name] ?? ""));
}

const roleWords = new Map(roles.map((role) => [role.id, [role.zh, role.en]]));

export function roleName(role) {
  return (roleWords.get(role) ?? phrases[`edge_${role}`] ?? [role, role])[at()];
}

export function kindName(kind) {
  return t(`kind_${kind}`);
}

/** The level of a body in words; one that is not known by name stands as it is, `other` says nothing. */
export function levelName(level) {
  if (!level || level === "other") return null;
  return phrases[`level_${level}`] ? t(`level_${level}`) : level;
}

export const comma = () => (at() ? ", " : "、");

/** Whole numbers with thousands separators. */
export const count = (number) => number.toLocaleString("en-US");
export const percent = (share) => `${Math.round(share * 100)}%`;
