import type { Node } from 'jsonc-parser';
import { suggestion } from '../analysis/model/nearest.ts';

/** The part of JSON schema that our schemas are written in. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

export interface SchemaProblem {
  readonly message: string;
  /** Offset in the JSON text. */
  readonly offset: number;
}

/**
 * Checks parsed JSON against a schema and returns what is wrong, with offsets, in the order of the text. The nesting of the schema
 * bounds the recursion: JSON that is deeper than its schema is wrong where it goes beyond.
 */
export function checkSchema(node: Node, schema: Schema): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  check(node, schema, '', schema, problems);
  return problems;
}

function check(node: Node, given: Schema, name: string, root: Schema, problems: SchemaProblem[]): void {
  const schema = resolve(given, root);
  const at = name === '' ? 'the configuration' : `'${name}'`;
  const say = (message: string): void => {
    problems.push({ message, offset: node.offset });
  };
  if (schema.type !== undefined) {
    const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
    const actual = node.type === 'number' && Number.isInteger(node.value) && types.includes('integer') ? 'integer' : node.type;
    if (!types.includes(actual)) {
      say(`${at} must be ${types.map(withArticle).join(' or ')}`);
      return;
    }
  }
  if (schema.enum !== undefined && !schema.enum.includes(node.value)) {
    const words = schema.enum.map(String);
    const shown = typeof node.value === 'string' ? `unknown value '${node.value}' of ${at}` : `${at} has the wrong type`;
    say(`${shown}${suggestion(String(node.value), words)}`);
  }
  if (typeof node.value === 'string') {
    if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(node.value)) say(`${at} cannot be '${node.value}'`);
    if (schema.minLength !== undefined && node.value.length < schema.minLength) say(`${at} must not be empty`);
  }
  if (typeof node.value === 'number') {
    if (schema.minimum !== undefined && node.value < schema.minimum) say(`${at} must be at least ${String(schema.minimum)}`);
    if (schema.maximum !== undefined && node.value > schema.maximum) say(`${at} must be at most ${String(schema.maximum)}`);
  }
  if (node.type === 'array' && schema.items !== undefined) {
    for (const item of node.children ?? []) check(item, schema.items, name, root, problems);
  }
  if (node.type === 'object') checkObject(node, schema, name, root, problems);
}

function checkObject(node: Node, schema: Schema, name: string, root: Schema, problems: SchemaProblem[]): void {
  const seen = new Set<string>();
  for (const property of node.children ?? []) {
    const [keyNode, valueNode] = property.children ?? [];
    if (keyNode === undefined || valueNode === undefined) continue;
    const key = String(keyNode.value);
    if (seen.has(key)) problems.push({ message: `'${key}' occurs twice`, offset: keyNode.offset });
    seen.add(key);
    const inner = name === '' ? key : `${name}.${key}`;
    const known = schema.properties === undefined || !Object.hasOwn(schema.properties, key) ? undefined : schema.properties[key];
    if (known !== undefined) {
      check(valueNode, known, inner, root, problems);
    } else if (schema.additionalProperties === false) {
      const where = name === '' ? '' : ` in '${name}'`;
      problems.push({ message: `unknown key '${key}'${where}${suggestion(key, Object.keys(schema.properties ?? {}))}`, offset: keyNode.offset });
    } else {
      if (schema.propertyNames !== undefined) check(keyNode, schema.propertyNames, inner, root, problems);
      if (typeof schema.additionalProperties === 'object') check(valueNode, schema.additionalProperties, inner, root, problems);
    }
  }
  for (const key of schema.required ?? []) {
    if (!seen.has(key)) problems.push({ message: `'${key}' is missing${name === '' ? '' : ` in '${name}'`}`, offset: node.offset });
  }
}

function resolve(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace('#/definitions/', '');
  const target = name === undefined ? undefined : root.definitions?.[name];
  return target ?? schema;
}

const withArticle = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);
