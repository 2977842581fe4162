/** Bounds on one JSON text; what goes over them is refused before anything is built. */
export interface JsonLimits {
  /** Deepest nesting of arrays and objects; a bare scalar has depth 0. */
  readonly maxDepth: number;
  /** Number of values: every scalar, array and object counts one. */
  readonly maxNodes: number;
}

export type JsonFaultCode =
  | 'syntax'
  | 'too-deep'
  | 'too-many-values'
  | 'duplicate-member'
  | 'forbidden-member'
  | 'number-out-of-range'
  | 'lone-surrogate';

/** Thrown inside the reader only. */
export class JsonFault extends Error {
  readonly code: JsonFaultCode;
  readonly offset: number;

  constructor(code: JsonFaultCode, offset: number) {
    super(code);
    this.code = code;
    this.offset = offset;
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;
const LITERAL = /true|false|null/y;
/** Copying these into a plain object changes its prototype or looks as if it did. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
/** Up to this many members a list is compared; above it a set is faster. */
const LIST_MEMBERS = 8;
/** Every integer of fewer characters is below 2^53. */
const SAFE_CHARACTERS = 15;

/**
 * Checks a whole JSON text without building anything from it.
 * @returns how many values it holds
 * @throws JsonFault at the first thing that is wrong
 */
export function scanJson(text: string, limits: JsonLimits): number {
  const scan = new Scan(text, limits);
  scan.value(0);
  scan.end();
  return scan.nodes;
}

/** Recursion is safe here: depth is bounded by the limits before it is entered. */
class Scan {
  private readonly text: string;
  private readonly limits: JsonLimits;
  nodes = 0;
  private at = 0;

  constructor(text: string, limits: JsonLimits) {
    this.text = text;
    this.limits = limits;
  }

  value(depth: number): void {
    const first = this.skip();
    if (++this.nodes > this.limits.maxNodes) throw new JsonFault('too-many-values', this.at);
    if (first === QUOTE) this.string();
    else if (first === OPEN_BRACE) this.object(this.deeper(depth));
    else if (first === OPEN_BRACKET) this.array(this.deeper(depth));
    else if (first === 0x2d || (first >= 0x30 && first <= 0x39)) this.number();
    else this.match(LITERAL);
  }

  end(): void {
    if (!Number.isNaN(this.skip())) throw new JsonFault('syntax', this.at);
  }

  private deeper(depth: number): number {
    if (depth >= this.limits.maxDepth) throw new JsonFault('too-deep', this.at);
    return depth + 1;
  }

  private object(depth: number): void {
    this.at++;
    if (this.skip() === CLOSE_BRACE) {
      this.at++;
      return;
    }
    const names = new MemberNames();
    for (;;) {
      this.name(names);
      if (this.skip() !== COLON) throw new JsonFault('syntax', this.at);
      this.at++;
      this.value(depth);
      if (this.closes(CLOSE_BRACE)) return;
    }
  }

  private name(names: MemberNames): void {
    if (this.skip() !== QUOTE) throw new JsonFault('syntax', this.at);
    const start = this.at;
    const escaped = this.string();
    const name = escaped
      ? String(JSON.parse(this.text.slice(start, this.at)))
      : this.text.slice(start + 1, this.at - 1);
    if (FORBIDDEN.has(name)) throw new JsonFault('forbidden-member', start);
    if (!names.enter(name)) throw new JsonFault('duplicate-member', start);
  }

  private array(depth: number): void {
    this.at++;
    if (this.skip() === CLOSE_BRACKET) {
      this.at++;
      return;
    }
    do this.value(depth);
    while (!this.closes(CLOSE_BRACKET));
  }

  /** Steps over a comma or the closing character; true when it closed. */
  private closes(close: number): boolean {
    const next = this.skip();
    if (next !== close && next !== COMMA) throw new JsonFault('syntax', this.at);
    this.at++;
    return next === close;
  }

  /** Steps over a string; true when it contains an escape. */
  private string(): boolean {
    const { text } = this;
    let escaped = false;
    for (let at = this.at + 1; ; at++) {
      const char = text.charCodeAt(at);
      if (char === QUOTE) {
        this.at = at + 1;
        return escaped;
      }
      if (char === BACKSLASH) {
        escaped = true;
        at = this.escape(at);
      } else if (!(char >= 0x20)) throw new JsonFault('syntax', at);
    }
  }

  /** @returns the offset of the last character of the escape that starts at `at` */
  private escape(at: number): number {
    const unit = this.escapedUnit(at);
    if (unit === undefined) return at + 1;
    const high = unit >= 0xd800 && unit <= 0xdbff;
    const low = unit >= 0xdc00 && unit <= 0xdfff;
    if (low) throw new JsonFault('lone-surrogate', at);
    if (!high) return at + 5;
    const next = this.text.charCodeAt(at + 6) === BACKSLASH ? this.escapedUnit(at + 6) : undefined;
    if (next === undefined || next < 0xdc00 || next > 0xdfff)
      throw new JsonFault('lone-surrogate', at);
    return at + 11;
  }

  /** The code unit of a `\\uXXXX` escape; undefined for a short escape. */
  private escapedUnit(at: number): number | undefined {
    ESCAPE.lastIndex = at + 1;
    const found = ESCAPE.exec(this.text)?.[0];
    if (found === undefined) throw new JsonFault('syntax', at);
    return found.length === 1 ? undefined : Number.parseInt(found.slice(1), 16);
  }

  private number(): void {
    const start = this.at;
    this.match(NUMBER);
    if (this.at - start <= SAFE_CHARACTERS && !this.hasExponent(start)) return;
    const written = this.text.slice(start, this.at);
    const value = Number(written);
    const whole = /^-?\d+$/.test(written);
    if (!Number.isFinite(value) || (whole && !Number.isSafeInteger(value)))
      throw new JsonFault('number-out-of-range', start);
  }

  private hasExponent(start: number): boolean {
    for (let at = start; at < this.at; at++) if (this.text.charCodeAt(at) >= 0x45) return true;
    return false;
  }

  private match(pattern: RegExp): void {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) throw new JsonFault('syntax', this.at);
    this.at = pattern.lastIndex;
  }

  /** Steps over white space; NaN at the end of the text. */
  private skip(): number {
    for (;;) {
      const char = this.text.charCodeAt(this.at);
      if (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09) return char;
      this.at++;
    }
  }
}

/** The member names of one object. */
class MemberNames {
  private readonly few: string[] = [];
  private many: Set<string> | undefined;

  /** False when the name was there already. */
  enter(name: string): boolean {
    if (this.many) return this.many.size < this.many.add(name).size;
    if (this.few.includes(name)) return false;
    if (this.few.push(name) > LIST_MEMBERS) this.many = new Set(this.few);
    return true;
  }
}
