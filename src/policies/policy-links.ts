import { buildHierarchy } from '../vocabulary/hierarchy.ts';
import type { CodeList } from '../vocabulary/code-list.ts';
import type { Link } from '../vocabulary/hierarchy.ts';
import { policyIssue } from './policy-issues.ts';
import type { PolicyIssue } from './policy-issues.ts';
import type { OfferedRow } from './policy-rows.ts';
import type { Hierarchies } from './policy.ts';

/** Row types of the four hierarchies: roles, purposes, categories and kinds of organisation. */
export const LINK_TYPES = ['g', 'g2', 'g3', 'g4'] as const;
export type LinkType = (typeof LINK_TYPES)[number];

/** One link of a version: in which hierarchy, and where it stood. */
export interface PolicyLink {
  readonly type: LinkType;
  readonly child: string;
  readonly parent: string;
  readonly line: number;
}

/** The lists of the product that a policy is held against. */
export interface KnownCodes {
  readonly roles: CodeList;
  readonly purposes: CodeList;
  readonly categories: CodeList;
  readonly kinds: CodeList;
  readonly statutes: { knows(code: string): boolean };
}

/** Which hierarchy a row type fills. */
export const LIST_OF = {
  g: 'roles',
  g2: 'purposes',
  g3: 'categories',
  g4: 'kinds',
} as const satisfies Record<LinkType, keyof Hierarchies>;

/** What a code may look like: no comma, quote or space can reach Casbin. */
export const CODE = /^[a-z0-9.-]{1,64}$/;
/** Casbin looks at most ten links up and is silent beyond; we stay well within. */
const MAX_DEPTH = 8;
/** Bounds the number of ways up, which Casbin walks one by one. */
const MAX_BROADER = 4;

export function isLinkType(type: string | undefined): type is LinkType {
  return LINK_TYPES.some((known) => known === type);
}

/** Reads the link rows; what is wrong with one is added to the issues. */
export function readLinks(rows: readonly OfferedRow[], issues: PolicyIssue[]): PolicyLink[] {
  const seen = new Set<string>();
  const links: PolicyLink[] = [];
  for (const { line, cells } of rows) {
    const [type, child, parent] = cells;
    if (!isLinkType(type)) continue;
    const found = linkIssue(cells, line);
    if (found) issues.push(found);
    else if (seen.has(cells.join())) issues.push(policyIssue('duplicate-link', { line }));
    else if (child !== undefined && parent !== undefined) links.push({ type, child, parent, line });
    seen.add(cells.join());
  }
  return links;
}

function linkIssue(cells: readonly string[], line: number): PolicyIssue | undefined {
  if (cells.length !== 3) return policyIssue('column-count', { line });
  const column = [1, 2].find((index) => !CODE.test(cells[index] ?? ''));
  if (column === undefined) return undefined;
  const code = cells[column] === '' ? 'empty-value' : 'bad-code';
  return policyIssue(code, { line, column: column + 1 });
}

/** Looks for circles, too many levels and too many broader codes, list by list. */
export function shapeIssues(links: readonly PolicyLink[]): PolicyIssue[] {
  return LINK_TYPES.flatMap((type) => listShapeIssues(links.filter((link) => link.type === type)));
}

/**
 * Takes away, level by level, the links from codes whose broader codes are settled. What is left
 * after eight levels is too deep, and what never settles stands in a circle or below one.
 */
function listShapeIssues(links: readonly PolicyLink[]): PolicyIssue[] {
  const issues = broaderIssues(links);
  let open = links;
  for (let level = 0; open.length > 0; level += 1) {
    const next = withUnsettledParent(open);
    const stuck = next.length === open.length;
    if (stuck || level === MAX_DEPTH) {
      const line = open[0]?.line ?? 0;
      return [...issues, policyIssue(stuck ? 'circular-link' : 'too-deep', { line })];
    }
    open = next;
  }
  return issues;
}

function withUnsettledParent(open: readonly PolicyLink[]): readonly PolicyLink[] {
  const unsettled = new Set(open.map((link) => link.child));
  const still = new Set(
    open.filter((link) => unsettled.has(link.parent)).map((link) => link.child),
  );
  return open.filter((link) => still.has(link.child));
}

function broaderIssues(links: readonly PolicyLink[]): PolicyIssue[] {
  const counts = new Map<string, number>();
  const issues: PolicyIssue[] = [];
  for (const { child, line } of links) {
    const count = (counts.get(child) ?? 0) + 1;
    counts.set(child, count);
    if (count === MAX_BROADER + 1) issues.push(policyIssue('too-many-broader', { line }));
  }
  return issues;
}

/**
 * Holds the links against the product's lists. Every link must be one of the list, and of a code
 * that is linked every link of the list must be there: without `domain.addiction → health` a
 * refusal on health would miss addiction.
 */
export function vocabularyIssues(links: readonly PolicyLink[], known: KnownCodes): PolicyIssue[] {
  return LINK_TYPES.flatMap((type) => {
    const mine = links.filter((link) => link.type === type);
    const list = known[LIST_OF[type]];
    return [
      ...mine.flatMap((link) => strangeLink(link, list)),
      ...missingLinks(mine, list).map((line) => policyIssue('link-missing', { line })),
    ];
  });
}

function strangeLink({ child, parent, line }: PolicyLink, list: CodeList): PolicyIssue[] {
  const column = [child, parent].findIndex((code) => !list.knows(code));
  if (column >= 0) return [policyIssue('unknown-code', { line, column: column + 2 })];
  const broader = list.find(child)?.broader ?? [];
  return broader.includes(parent) ? [] : [policyIssue('link-differs', { line })];
}

/** Lines on which a code first stands of which a link is missing. */
function missingLinks(links: readonly PolicyLink[], list: CodeList): number[] {
  const present = new Set(links.map((link) => `${link.child},${link.parent}`));
  const lines = new Map<string, number>();
  for (const { child, parent, line } of links) {
    for (const code of [child, parent]) if (!lines.has(code)) lines.set(code, line);
  }
  return [...lines]
    .filter(([code]) =>
      (list.find(code)?.broader ?? []).some((broader) => !present.has(`${code},${broader}`)),
    )
    .map(([, line]) => line);
}

export type LinkedCodes = Readonly<Record<LinkType, ReadonlySet<string>>>;

/** Every code that stands in a hierarchy of the version: what its rules may name. */
export function linkedCodes(links: readonly PolicyLink[]): LinkedCodes {
  const of = (type: LinkType) =>
    new Set(
      links.filter((link) => link.type === type).flatMap(({ child, parent }) => [child, parent]),
    );
  return { g: of('g'), g2: of('g2'), g3: of('g3'), g4: of('g4') };
}

/** Builds the four hierarchies; the links have passed `shapeIssues`. */
export function hierarchiesOf(links: readonly PolicyLink[]): Hierarchies {
  const of = (type: LinkType) =>
    buildHierarchy(
      links
        .filter((link) => link.type === type)
        .map((link): Link => [link.child, link.parent] as const),
    );
  return { roles: of('g'), purposes: of('g2'), categories: of('g3'), kinds: of('g4') };
}
