import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { Notice, NoticeCode } from '../decision/decision.ts';
import { CATEGORIES } from '../vocabulary/categories.ts';
import type { Bilingual } from '../vocabulary/code-list.ts';
import { NOTICE_TERMS } from '../vocabulary/reason-terms.ts';
import type { Answer } from './answer.ts';
import { CANONICALS } from './canonicals.ts';
import { keepText } from './resource-text.ts';

const NOTHING_LISTED: Bilingual = {
  nl: 'Voor dit doel mag u alle soorten gegevens zien.',
  en: 'For this purpose you may see every category of data.',
};

const NOT_FOUND: Bilingual = {
  nl: 'Niet gevonden, of niet voor u zichtbaar.',
  en: 'Not found, or not visible to you.',
};

/**
 * The notice as a resource (DECISION 5): per category what this recipient may not or not always see for
 * this purpose, in codes, in Dutch and in English. A function of the notice alone.
 */
export function noticeOutcome(notice: Notice): OperationOutcome {
  const known = outcomes.get(notice);
  if (known) return known;
  const made = outcome(noticeIssues(notice));
  outcomes.set(notice, made);
  keepText(made, JSON.stringify(made));
  return made;
}

/** The same notice goes out with every answer to an audience: it is written once. */
const outcomes = new WeakMap<Notice, OperationOutcome>();

/**
 * The one answer for what does not exist, what this recipient may not know of, and a plan of which nothing
 * is visible: the same bytes for the same notice.
 */
export function notFound(notice: Notice): Answer {
  const missing: OperationOutcomeIssue = {
    severity: 'error',
    code: 'not-found',
    details: text(NOT_FOUND),
  };
  return { status: 404, resource: outcome([missing, ...noticeIssues(notice)]) };
}

function outcome(issue: OperationOutcomeIssue[]): OperationOutcome {
  return { resourceType: 'OperationOutcome', language: 'nl', issue };
}

function noticeIssues(notice: Notice): OperationOutcomeIssue[] {
  const rows = [...notice].sort(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length > 0) return rows.map(([category, code]) => noticeIssue(category, code));
  return [{ severity: 'information', code: 'informational', details: text(NOTHING_LISTED) }];
}

/** `suppressed` is R4's issue type for what privacy rules or consent may have held back. */
function noticeIssue(category: string, code: NoticeCode): OperationOutcomeIssue {
  const say = (language: keyof Bilingual) => {
    const told = NOTICE_TERMS.find(code)?.[language] ?? [code, ''];
    return `${CATEGORIES.display(category, language)}: ${told[0]}. ${told[1]}`;
  };
  return {
    severity: 'information',
    code: 'suppressed',
    details: {
      coding: [
        { system: CANONICALS.notice, code },
        { system: CANONICALS.dataCategory, code: category },
      ],
      ...text({ nl: say('nl'), en: say('en') }),
    },
  };
}

/** Dutch text with its English translation beside it (FHIR R4, languages.html). */
function text({ nl, en }: Bilingual) {
  const translation = {
    url: CANONICALS.translation,
    extension: [
      { url: 'lang', valueCode: 'en' },
      { url: 'content', valueString: en },
    ],
  };
  return { text: nl, _text: { extension: [translation] } };
}
