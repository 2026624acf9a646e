// A record or entry as a form of the CMS, and back. Pure.

import { choose, fullForm, isEmpty, resolve, ruleOf } from "./schema.js";

/** Plain data as the CMS edits it: keys and values as a list, short forms in full. */
export function toForm(value, rule, root) {
  if (value === null || value === undefined) return undefined;
  const full = fullForm(rule, root);
  if (full && typeof value === "string") return full.type === "array" ? [value] : toForm({ text: value }, full, root);
  const found = choose(rule, value, root);
  if (Array.isArray(value)) return value.map((one) => toForm(one, found.items ?? {}, root));
  if (typeof value !== "object") return resolve(rule, root).anyOf ? String(value) : value;
  if (!found.patternProperties)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toForm(one, ruleOf(found, key, one, root), root)]));
  const [inner] = Object.values(found.patternProperties);
  return Object.entries(value).map(([key, one]) => {
    const chosen = choose(inner, one, root);
    if (chosen.type !== "object") return { key, value: one };
    return { ...(inner.oneOf ? { type: chosen.title } : {}), key, ...toForm(one, chosen, root) };
  });
}

/** What a form says, as an editor would write it: short forms where they will do, nothing that is empty. */
export function fromForm(form, rule, root) {
  if (isEmpty(form)) return undefined;
  const full = fullForm(rule, root);
  if (full?.type === "array" && Array.isArray(form)) {
    const texts = form.filter((one) => !isEmpty(one));
    return texts.length === 1 ? texts[0] : texts;
  }
  if (full?.type === "object") {
    const value = fromForm(form, full, root);
    return Object.keys(value).join() === "text" ? value.text : value;
  }
  const found = resolve(rule, root);
  if (found.patternProperties) {
    const [inner] = Object.values(found.patternProperties);
    return Object.fromEntries(form.filter((one) => !isEmpty(one.key)).map(({ key, type, value, ...fields }) => {
      const kinds = inner.oneOf?.map((one) => resolve(one, root));
      const chosen = kinds?.find((one) => one.title === type) ?? resolve(inner, root);
      return [key, chosen.type === "object" ? fromForm(fields, chosen, root) ?? {} : value];
    }));
  }
  const chosen = choose(rule, form, root);
  if (Array.isArray(form)) {
    const items = resolve(chosen.items ?? {}, root);
    const all = form.filter((one) => !isEmpty(one)).map((one) => fromForm(unwrapped(one, items), chosen.items ?? {}, root));
    return all;
  }
  if (typeof form !== "object")
    return chosen.type === "integer" && typeof form === "string" && !fullOrDate(rule, root) ? Number(form) : form;
  const values = Object.keys(chosen.properties ?? {})
    .map((key) => [key, fromForm(form[key], ruleOf(chosen, key, form[key], root), root)])
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(values);
}

/** A list of numbers has a form of its own for each. */
function unwrapped(one, items) {
  return items.type === "integer" && typeof one === "object" ? Object.values(one)[0] : one;
}

function fullOrDate(rule, root) {
  return resolve(rule, root).anyOf !== undefined;
}
