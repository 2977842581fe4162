import type { SimpleType } from './simple-types.ts';

/** A name in a namespace, written `{namespace}name`. */
export type QualifiedName = string;

export const qualified = (namespace: string, name: string): QualifiedName =>
  `{${namespace}}${name}`;

/** Something that may stand inside an element: an element, or a group of such things. */
export type Particle = Occurs &
  (
    | {
        readonly kind: 'element';
        readonly name: string;
        readonly namespace: string;
        readonly type: TypeUse;
      }
    | { readonly kind: 'sequence' | 'choice'; readonly particles: readonly Particle[] }
  );

export interface Occurs {
  readonly min: number;
  /** Infinity when unbounded. */
  readonly max: number;
}

/** A type by name, or one that is written where it is used. */
export type TypeUse = QualifiedName | Type;

export type Type =
  | { readonly kind: 'simple'; readonly simple: SimpleType }
  /** No content: an element without anything in it. */
  | { readonly kind: 'complex'; readonly content: Particle | undefined };

/** Everything that the schemas of one folder define. */
export interface Schemas {
  /** Elements that may be the root of a document. */
  readonly roots: ReadonlyMap<QualifiedName, TypeUse>;
  readonly types: ReadonlyMap<QualifiedName, Type>;
}
