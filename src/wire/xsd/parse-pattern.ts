/** A pattern as a tree. */
export type Node =
  | { readonly kind: 'char'; readonly is: (code: number) => boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly min: number; readonly max?: number };

type Test = (code: number) => boolean;

const oneOf = (chars: string): Test => {
  const codes = new Set(Array.from(chars, (char) => char.codePointAt(0)));
  return (code) => codes.has(code);
};
const not =
  (test: Test): Test =>
  (code) =>
    !test(code);
const SPACE = oneOf(' \t\n\r');
const DIGIT: Test = (code) => /\p{Nd}/u.test(String.fromCodePoint(code));
const WORD: Test = (code) => !/[\p{P}\p{Z}\p{C}]/u.test(String.fromCodePoint(code));
const CLASSES: Readonly<Record<string, Test>> = {
  s: SPACE,
  S: not(SPACE),
  d: DIGIT,
  D: not(DIGIT),
  w: WORD,
  W: not(WORD),
  n: oneOf('\n'),
  r: oneOf('\r'),
  t: oneOf('\t'),
};
const ESCAPABLE = new Set('\\|.-^?*+{}()[]');
const MAX_COUNT = 10_000;
const MAX_DEPTH = 50;

/** Reads a pattern. @throws RangeError when it is of a form that is not known here */
export function parsePattern(pattern: string): Node {
  const parser = new Parser(Array.from(pattern));
  return parser.whole();
}

class Parser {
  readonly #chars: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(chars: readonly string[]) {
    this.#chars = chars;
  }

  whole(): Node {
    const node = this.#choice();
    if (this.#at < this.#chars.length) throw unknownForm();
    return node;
  }

  #peek(): string | undefined {
    return this.#chars[this.#at];
  }

  #take(): string {
    const char = this.#chars[this.#at];
    if (char === undefined) throw unknownForm();
    this.#at += 1;
    return char;
  }

  #skip(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at += 1;
    return true;
  }

  #choice(): Node {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new RangeError('the pattern is nested too deeply');
    const options = [this.#sequence()];
    while (this.#skip('|')) options.push(this.#sequence());
    this.#depth -= 1;
    const [only] = options;
    return options.length === 1 && only ? only : { kind: 'choice', options };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')';) {
      parts.push(this.#piece());
      next = this.#peek();
    }
    return { kind: 'sequence', parts };
  }

  #piece(): Node {
    const of = this.#atom();
    if (this.#skip('?')) return { kind: 'repeat', of, min: 0, max: 1 };
    if (this.#skip('*')) return { kind: 'repeat', of, min: 0 };
    if (this.#skip('+')) return { kind: 'repeat', of, min: 1 };
    return this.#skip('{') ? this.#counted(of) : of;
  }

  #counted(of: Node): Node {
    const min = this.#number();
    if (this.#skip('}')) return { kind: 'repeat', of, min, max: min };
    if (!this.#skip(',')) throw unknownForm();
    if (this.#skip('}')) return { kind: 'repeat', of, min };
    const max = this.#number();
    if (!this.#skip('}') || max < min) throw unknownForm();
    return { kind: 'repeat', of, min, max };
  }

  #number(): number {
    let digits = '';
    while (/^\d$/.test(this.#peek() ?? '')) digits += this.#take();
    const count = Number(digits);
    if (digits === '' || count > MAX_COUNT) throw unknownForm();
    return count;
  }

  #atom(): Node {
    const char = this.#take();
    if (char === '(') {
      const inside = this.#choice();
      if (!this.#skip(')')) throw unknownForm();
      return inside;
    }
    if (char === '[') return { kind: 'char', is: this.#class() };
    if (char === '.') return { kind: 'char', is: not(oneOf('\n\r')) };
    if (char === '\\') return { kind: 'char', is: this.#escape() };
    if ('?*+{}]'.includes(char)) throw unknownForm();
    return { kind: 'char', is: oneOf(char) };
  }

  #escape(): Test {
    const char = this.#take();
    if (Object.hasOwn(CLASSES, char)) return CLASSES[char] ?? oneOf('');
    if (ESCAPABLE.has(char)) return oneOf(char);
    throw unknownForm();
  }

  /** After its opening bracket, with everything up to the closing one. */
  #class(): Test {
    const negated = this.#skip('^');
    const tests: Test[] = [];
    do tests.push(this.#member());
    while (!this.#skip(']'));
    const any: Test = (code) => tests.some((test) => test(code));
    return negated ? not(any) : any;
  }

  #member(): Test {
    const char = this.#take();
    if (char === '[') throw unknownForm();
    if (char === '\\') return this.#escape();
    const isRange =
      this.#peek() === '-' && ![']', '[', undefined].includes(this.#chars[this.#at + 1]);
    if (!isRange) return oneOf(char);
    this.#take();
    const last = this.#take();
    if (last === '\\') throw unknownForm();
    const [from, to] = [char.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0];
    if (to < from) throw unknownForm();
    return (code) => from <= code && code <= to;
  }
}

const unknownForm = () => new RangeError('the pattern is of a form that is not known here');
