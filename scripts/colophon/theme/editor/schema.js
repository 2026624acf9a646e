// What the JSON Schema of records and entries says of a value. Pure.

/** A rule with references followed, and without the choice of nothing. */
export function resolve(rule, root) {
  if (rule?.$ref) return resolve(root.$defs[rule.$ref.split("/").pop()], root);
  const choices = rule?.anyOf?.filter((choice) => choice.type !== "null");
  return choices?.length === 1 ? resolve({ ...choices[0] }, root) : rule ?? {};
}

/** The rule that fits the form of a value, where a rule gives several. */
export function choose(rule, value, root) {
  const found = resolve(rule, root);
  const choices = (found.anyOf ?? found.oneOf)?.map((choice) => resolve(choice, root)).filter((one) => one.type !== "null");
  if (!choices) return found;
  const kind = Array.isArray(value) ? "array" : typeof value === "object" && value !== null ? "object" : typeof value;
  const fitting = choices.filter((choice) => choice.type === kind || (kind === "number" && choice.type === "integer"));
  // Two kinds of keys and values: the one that is missing none of its keys.
  return fitting.find((choice) => (choice.required ?? []).every((key) => value?.[key] !== undefined)) ?? fitting[0] ?? choices[0];
}

export function knows(schema, key) {
  return Boolean(schema.patternProperties) || key in (schema.properties ?? {});
}

export function ruleOf(schema, key, value, root) {
  const rule = schema.properties?.[key] ?? Object.values(schema.patternProperties ?? {})[0] ?? {};
  return rule.oneOf ? choose(rule, value, root) : rule;
}

export function allowsNull(rule) {
  return Boolean(rule.anyOf?.some((choice) => choice.type === "null"));
}

export function isEmpty(value) {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.every(isEmpty);
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

/** Whether two values say the same: a short form and its full one, nothing and a default. */
export function same(one, other, rule, root) {
  return stable(said(one, rule, root)) === stable(said(other, rule, root));
}

/** The short forms of a rule: a text for an alias or the notes on a text, a text for a list of texts. */
export function fullForm(rule, root) {
  const choices = resolve(rule, root).anyOf?.map((choice) => resolve(choice, root)) ?? [];
  const holdsText = ({ properties, patternProperties }) =>
    properties?.text || Object.keys(patternProperties ?? {}).some((pattern) => new RegExp(pattern).test("text"));
  return choices.find((choice) => choice.type === "array" || (choice.type === "object" && holdsText(choice)));
}

function said(value, rule, root) {
  if (value === null || value === undefined || value === "") return undefined;
  const full = fullForm(rule, root);
  if (full && typeof value === "string") return said(full.type === "array" ? [value] : { text: value }, full, root);
  const found = choose(rule, value, root);
  if (Array.isArray(value)) {
    const all = value.map((each) => said(each, found.items ?? {}, root)).filter((each) => each !== undefined);
    return all.length ? all : undefined;
  }
  if (typeof value === "object") {
    const keys = Object.keys(value).filter((key) => knows(found, key)).sort();
    const all = keys.map((key) => [key, said(value[key], ruleOf(found, key, value[key], root), root)]);
    const values = all.filter(([, each]) => each !== undefined);
    return values.length ? Object.fromEntries(values) : undefined;
  }
  const standard = rule?.default ?? found.default;
  if (standard !== undefined && standard === value) return undefined;
  // A form gives texts only, and no white space at their end.
  return typeof value === "boolean" ? value : String(value).replace(/\s+$/, "");
}

function stable(value) {
  return JSON.stringify(value) ?? "";
}
