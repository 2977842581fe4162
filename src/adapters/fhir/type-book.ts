/** One element of a type, as far as reading XML needs to know it. */
export interface BookElement {
  readonly type: string;
  readonly many: boolean;
  /** Present for primitives: their value stands in an attribute. */
  readonly primitive?: unknown;
}

/** The elements of a type by name. */
export interface BookType {
  readonly name: string;
  readonly elements: ReadonlyMap<string, BookElement>;
}

/** The types of one release of FHIR; undefined = not known. */
export type TypeBook = (name: string) => BookType | undefined;
