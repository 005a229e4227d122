/**
 * What a package of generated clients declares in its type definitions, as a check at run time: whether a JSON value is
 * what a TypeScript program of this client takes it for.
 *
 * Generated definitions use few forms: interfaces, enumerations as constant objects, unions, arrays, maps. A member that is
 * optional may be null as well, which every client of the contract accepts; members that are not declared are ignored.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const SCALARS = new Set(['string', 'number', 'boolean']);

export class Shapes {
  #declarations = new Map();
  #answers = new Map();

  /** The types of an installed package, for example {@code qovery-typescript-axios}. */
  static ofPackage(name) {
    return new Shapes(readFileSync(require.resolve(`${name}/dist/api.d.ts`), 'utf8'));
  }

  /** The types of this text of TypeScript definitions. */
  constructor(text) {
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, name, , parents, body] of code.matchAll(
      /^export interface (\w+)( extends ([\w, ]+))? (\{[\s\S]*?^\})/gm,
    )) {
      const parts = [...(parents ? parents.split(', ') : []), body];
      this.#declarations.set(name, () => new Parser(parts.join(' & ')).type());
    }
    for (const [, name, body] of code.matchAll(/^export type (\w+) = ([\s\S]*?);$\n(?=export|declare|$)/gm)) {
      if (!body.startsWith('typeof')) {
        this.#declarations.set(name, () => new Parser(body).type());
      }
    }
    for (const [, name, body] of code.matchAll(/^export declare const (\w+): \{([^}]*)\};$/gm)) {
      const values = [...body.matchAll(/readonly '?[^:]+'?: (.+);/g)].map(([, value]) => JSON.parse(value));
      if (values.length > 0) {
        this.#declarations.set(name, () => ({ oneOf: values.map((value) => ({ constant: value })) }));
      }
    }
    const operations = /^    (\w+)\([^\n]*\): Promise<import\("axios"\)\.AxiosResponse<(.*), any(?:, \{\})?>>;$/gm;
    for (const [, operation, type] of code.matchAll(operations)) {
      this.#answers.set(operation, type);
    }
  }

  /** The type that an operation of the client answers with, as it is written. */
  answerOf(operation) {
    return this.#answers.get(operation);
  }

  /** What is wrong with `value` as a `type`: a list of sentences, empty if nothing is. */
  problems(type, value) {
    const problems = [];
    this.#check(new Parser(type).type(), value, type, problems);
    return problems;
  }

  #check(type, value, path, problems) {
    if (type.oneOf) {
      this.#checkUnion(type.oneOf, value, path, problems);
    } else if (type.allOf) {
      type.allOf.forEach((part) => this.#check(part, value, path, problems));
    } else if ('constant' in type) {
      if (value !== type.constant) {
        problems.push(`${path}: ${text(value)} instead of ${text(type.constant)}`);
      }
    } else if (type.arrayOf) {
      if (Array.isArray(value)) {
        value.forEach((element, i) => this.#check(type.arrayOf, element, `${path}[${i}]`, problems));
      } else {
        problems.push(`${path}: ${text(value)} is no array`);
      }
    } else if (type.members) {
      this.#checkObject(type, value, path, problems);
    } else {
      this.#checkNamed(type.name, value, path, problems);
    }
  }

  #checkUnion(alternatives, value, path, problems) {
    let best;
    for (const alternative of alternatives) {
      const found = [];
      this.#check(alternative, value, path, found);
      if (found.length === 0) {
        return;
      }
      if (!best || found.length < best.length) {
        best = found;
      }
    }
    problems.push(
      ...(alternatives.every((one) => 'constant' in one)
        ? [`${path}: ${text(value)} is none of ${alternatives.map((one) => one.constant).join(', ')}`]
        : best),
    );
  }

  #checkObject(type, value, path, problems) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      problems.push(`${path}: ${text(value)} is no object`);
      return;
    }
    for (const { name, optional, type: member } of type.members) {
      const present = value[name] !== undefined && !(optional && value[name] === null);
      if (present) {
        this.#check(member, value[name], `${path}.${name}`, problems);
      } else if (!optional) {
        problems.push(`${path}.${name}: is missing`);
      }
    }
    if (type.values) {
      Object.entries(value).forEach(([name, one]) => this.#check(type.values, one, `${path}.${name}`, problems));
    }
  }

  #checkNamed(name, value, path, problems) {
    if (name === 'any' || name === 'void' || name === 'unknown') {
      return;
    }
    if (name === 'object') {
      this.#checkObject({ members: [] }, value, path, problems);
    } else if (name === 'null' || name === 'undefined') {
      if (value !== null && value !== undefined) {
        problems.push(`${path}: ${text(value)} instead of ${name}`);
      }
    } else if (SCALARS.has(name)) {
      if (typeof value !== name) {
        problems.push(`${path}: ${text(value)} is no ${name}`);
      }
    } else {
      const declaration = this.#declarations.get(name);
      if (!declaration) {
        throw new Error(`there is no type ${name} (${path})`);
      }
      this.#check(declaration(), value, path, problems);
    }
  }
}

function text(value) {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}

/** Reads one type expression. */
class Parser {
  #tokens;
  #next = 0;

  constructor(source) {
    this.#tokens = source.match(/'[^']*'|"[^"]*"|[\w.]+|[^\s\w]/g) ?? [];
  }

  /** type := intersection ('|' intersection)* */
  type() {
    return this.#separated('|', () => this.#separated('&', () => this.#postfix(), 'allOf'), 'oneOf');
  }

  #separated(separator, part, kind) {
    const parts = [part()];
    while (this.#peek() === separator) {
      this.#next++;
      parts.push(part());
    }
    return parts.length === 1 ? parts[0] : { [kind]: parts };
  }

  #postfix() {
    let type = this.#primary();
    while (this.#peek() === '[') {
      this.#expect('[');
      this.#expect(']');
      type = { arrayOf: type };
    }
    return type;
  }

  #primary() {
    const token = this.#take();
    if (token === '(') {
      const type = this.type();
      this.#expect(')');
      return type;
    }
    if (token === '{') {
      return this.#object();
    }
    if (token.startsWith("'") || token.startsWith('"')) {
      return { constant: token.slice(1, -1) };
    }
    if (this.#peek() === '<') {
      this.#expect('<');
      const argument = this.type();
      this.#expect('>');
      if (token !== 'Array' && token !== 'Set') {
        throw new Error(`type ${token}<…> is not known`);
      }
      return { arrayOf: argument };
    }
    return { name: token };
  }

  #object() {
    const object = { members: [] };
    while (this.#peek() !== '}') {
      if (this.#peek() === '[') {
        this.#next += 4; // [key: string
        this.#expect(']');
        this.#expect(':');
        object.values = this.type();
      } else {
        const name = this.#take().replaceAll("'", '');
        const optional = this.#peek() === '?';
        if (optional) {
          this.#next++;
        }
        this.#expect(':');
        object.members.push({ name, optional, type: this.type() });
      }
      this.#expect(';');
    }
    this.#expect('}');
    return object;
  }

  #peek() {
    return this.#tokens[this.#next];
  }

  #take() {
    if (this.#next >= this.#tokens.length) {
      throw new Error('the type ends too early');
    }
    return this.#tokens[this.#next++];
  }

  #expect(token) {
    const found = this.#take();
    if (found !== token) {
      throw new Error(`${found} instead of ${token}`);
    }
  }
}
