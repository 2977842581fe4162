import type { XmlElement } from '../../wire/xml-elements.ts';
import { SYSTEMS } from './code-lists.ts';
import { productFact, referenceFact, referenceOf } from './product-parts.ts';
import type { Line } from './product-parts.ts';
import { ANSWERS, REFUSAL_REASONS, RESIDENCE } from './request-codes.ts';
import {
  child,
  concept,
  dossierKey,
  holdBack,
  referenceDossier,
  stateDossier,
  textOf,
} from './scene.ts';
import type { Scene } from './scene.ts';

/**
 * How the client of a request is named by an answer to it: by what the provider called the request.
 * @param reference `ReferentieAanbieder`
 */
export const requestName = (prefix: string, provider: string, reference: string): string =>
  `request:${prefix}/${provider}/${reference}`;

/**
 * What a municipality answers (319) to a request (315, 317). An answer names no client: it is about
 * whoever the same source said that the request is about. A later answer to the same request
 * replaces an earlier one.
 */
export function mapAnswer(answer: XmlElement, scene: Scene): void {
  scene.knownBy.set(scene.client, referenceDossier(scene, referenceOf(answer) ?? ''));
  if (isContradictory(answer)) {
    const text = 'a request that is still looked into has no reason why it was refused (CD086)';
    holdBack(scene, answer, 'invalid-value', text);
    return;
  }
  const key = dossierKey(scene, 'antwoord');
  const line: Line = { element: answer, resource: { type: 'Task', key }, scene };
  const facts = [answerFact(line), ...referenceFact(line), ...residenceFact(line)];
  stateDossier(scene, { key, facts });
}

/** Only what is refused has a reason. */
function isContradictory(answer: XmlElement): boolean {
  const { status } = ANSWERS[textOf(answer, 'VerzoekAntwoord') ?? ''] ?? {};
  return status !== 'rejected' && child(answer, 'RedenAfwijzingVerzoek') !== undefined;
}

function answerFact(line: Line) {
  const { element } = line;
  const code = textOf(element, 'VerzoekAntwoord') ?? '';
  const answer = ANSWERS[code];
  const reason = textOf(element, 'RedenAfwijzingVerzoek');
  const said = {
    status: answer?.status,
    intent: 'order',
    code: { text: 'antwoord op verzoek' },
    businessStatus: concept(SYSTEMS.answer, code, answer?.text ?? ''),
    statusReason:
      reason === undefined
        ? undefined
        : concept(SYSTEMS.refusal, reason, REFUSAL_REASONS[reason] ?? ''),
  };
  return productFact(line, said, ['VerzoekAntwoord', 'RedenAfwijzingVerzoek']);
}

/** Which municipality is responsible instead tells where somebody lives or lived. */
function residenceFact(line: Line) {
  const { element, scene } = line;
  const residence = child(element, 'Woonplaatsbeginsel');
  if (!residence) return [];
  if (textOf(element, 'RedenAfwijzingVerzoek') !== RESIDENCE) {
    const text = 'another municipality is named only with reason 8 (IV095)';
    holdBack(scene, residence, 'invalid-value', text);
    return [];
  }
  const municipality = textOf(residence, 'Gemeente') ?? '';
  const said = { reasonCode: { text: `verantwoordelijke gemeente: ${municipality}` } };
  return [productFact(line, said, ['Woonplaatsbeginsel'], ['identity.address'])];
}
